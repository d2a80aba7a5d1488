using System.Collections.Concurrent;
using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>
/// Which key this machine has put on an instance in place of its launch key, and proven by a login: a file in the key
/// store's folder, a line for each instance with its id and the key's fingerprint. Nothing in it is secret.
/// </summary>
/// <remarks>EC2 goes on telling the launch key for ever; without this note, whoever rotated a key would be refused afterwards.</remarks>
/// <param name="store">The key store.</param>
public sealed class InstalledKeys(KeyStore store)
{
    private const int LargestFile = 64 * 1024 * 1024;
    private const string FileName = "instance-keys";
    private readonly ConcurrentDictionary<string, Lazy<LocalKeyPair?>> _here = new(StringComparer.Ordinal);
    private readonly EditedFile _file = new(Path.Combine(store.Folder, FileName), LargestFile);

    /// <summary>Notes the key that an instance has now.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="fingerprint">As <c>ssh-keygen -l</c> prints it, <c>SHA256:...</c>.</param>
    /// <exception cref="Errors.Ec2KeyPairException">FileReadFailed, FileWriteFailed, KeyStoreBusy.</exception>
    public void Note(string instanceId, string fingerprint)
    {
        if (!InstanceIdentity.IsId(instanceId)) return;
        _ = _file.Edit(content =>
        {
            var notes = Parse(content);
            if (notes.TryGetValue(instanceId, out var known) && known == fingerprint) return (null, true);
            notes[instanceId] = fingerprint;
            return (Encoding.ASCII.GetBytes(string.Concat(notes.Select(note => $"{note.Key} {note.Value}\n"))), true);
        });
    }

    /// <summary>The key pair here that was put on an instance; null where none was, or its private half is not here any more.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileReadFailed, KeyStoreUnsafe.</exception>
    public LocalKeyPair? Find(string instanceId) => Parse(_file.Read()).TryGetValue(instanceId, out var fingerprint)
        ? _here.GetOrAdd(fingerprint, print => new Lazy<LocalKeyPair?>(() =>
            store.List(_ => { }).FirstOrDefault(key => key.HasPrivateKey && key.Fingerprints?.OpenSshSha256 == print))).Value
        : null;

    /// <summary>The instances that a key was put on and that have not got another one from here since.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileReadFailed.</exception>
    public IReadOnlyList<string> InstancesOf(LocalKeyPair key) => key.Fingerprints?.OpenSshSha256 is { } fingerprint
        ? Parse(_file.Read()).Where(note => note.Value == fingerprint).Select(note => note.Key).ToList()
        : [];

    private static SortedDictionary<string, string> Parse(byte[]? content)
    {
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.ASCII.GetString(content ?? []).Split('\n'))
        {
            // A line that is none of ours says nothing.
            if (line.TrimEnd('\r').Split(' ') is [var id, var fingerprint] && InstanceIdentity.IsId(id) && fingerprint.StartsWith("SHA256:", StringComparison.Ordinal)) notes[id] = fingerprint;
        }

        return notes;
    }
}
