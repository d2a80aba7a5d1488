using System.Management.Automation;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>The keys and the journal of a rotation: a new one, or one that is gone on with.</summary>
internal sealed class RotationSetup : IAsyncDisposable
{
    private readonly string _path;
    private readonly RotationKey _newKey;
    private readonly RotationKey? _oldKey;

    private RotationSetup(string path, RotationKey newKey, RotationKey? oldKey, AuthorizedKeyText? oldText, RotationJournal? journal)
    {
        (_path, _newKey, _oldKey, OldText, Journal) = (path, newKey, oldKey, oldText, journal);
        NewText = newKey.Text;
    }

    /// <summary>The new key's public half.</summary>
    internal AuthorizedKeyText NewText { get; }

    /// <summary>The old key's public half; null for each instance's launch key.</summary>
    internal AuthorizedKeyText? OldText { get; }

    /// <summary>The journal, once there is one.</summary>
    internal RotationJournal? Journal { get; private set; }

    /// <summary>Pipeline thread: a new rotation.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, PrivateKeyRequired, ParameterInvalid, FileReadFailed, or a key file condition.</exception>
    internal static RotationSetup New(PSCmdlet cmdlet, KeyStore store, string? journalPath, string newKey, string? oldKey)
    {
        var wanted = RotationKey.Find(cmdlet, store, newKey);
        if (!wanted.File.HasPrivateKey) throw new Ec2KeyPairException(ErrorCondition.PrivateKeyRequired, $"'{newKey}' holds a public key only: nothing could be proven with it.", newKey);
        var line = oldKey is null ? null : AuthorizedKeyText.TryRead(oldKey);
        var old = oldKey is null || line is not null ? null : RotationKey.Find(cmdlet, store, oldKey);
        var oldText = line ?? old?.Text;
        var path = journalPath is null ? RotationJournal.NewPath(store.Folder, DateTime.UtcNow) : cmdlet.FilePath(journalPath);
        return oldText is not null && oldText == wanted.Text
            ? throw new Ec2KeyPairException(ErrorCondition.ParameterInvalid, "-OldKey and -NewKey are the same key.", newKey)
            : new RotationSetup(path, wanted, old, oldText, null);
    }

    /// <summary>Pipeline thread: one that was begun.</summary>
    /// <exception cref="Ec2KeyPairException">RotationJournalInvalid, KeyStoreBusy, and as for <see cref="New"/>.</exception>
    internal static RotationSetup Resumed(PSCmdlet cmdlet, KeyStore store, string? journalPath)
    {
        var path = journalPath is null ? RotationJournal.PathToResume(store.Folder) : cmdlet.FilePath(journalPath);
        var journal = RotationJournal.Open(path);
        try
        {
            var newKey = RotationKey.Find(cmdlet, store, journal.Header.NewKeySource);
            var oldKey = journal.Header.OldKeySource is { } source ? RotationKey.Find(cmdlet, store, source) : null;
            return newKey.Text == journal.Header.NewKey
                ? new RotationSetup(path, newKey, oldKey, journal.Header.OldKey, journal)
                : throw new Ec2KeyPairException(
                    ErrorCondition.RotationJournalInvalid, $"'{newKey.Source}' is another key now than the one that the rotation of '{path}' brings.", path, "Begin a new rotation, without -Resume.");
        }
        catch
        {
            journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Begins the journal of a new rotation.</summary>
    /// <exception cref="Ec2KeyPairException">KeyPairExists: the path is taken; FileWriteFailed.</exception>
    internal RotationJournal Begin(IReadOnlyList<Ec2Instance> instances, Func<RotationHeader, RotationHeader> complete) => Journal = RotationJournal.Create(
        _path,
        complete(new RotationHeader(NewText, _newKey.Source, instances.Select(instance => instance.InstanceId).ToList()) { OldKey = OldText, OldKeySource = _oldKey?.Source }));

    /// <summary>The new key, opened.</summary>
    /// <exception cref="Ec2KeyPairException">PassphraseRequired, PassphraseIncorrect.</exception>
    internal ISshSigner OpenNew(KeyOpener opener) => opener.Open(_newKey.File);

    /// <summary>The old key, opened; null where its private half was not given.</summary>
    /// <exception cref="Ec2KeyPairException">As for <see cref="OpenNew"/>.</exception>
    internal ISshSigner? OpenOld(KeyOpener opener) => _oldKey is { File.HasPrivateKey: true } old ? opener.Open(old.File) : null;

    public async ValueTask DisposeAsync()
    {
        if (Journal is { } journal) await journal.DisposeAsync();
    }
}
