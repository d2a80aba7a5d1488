using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Windows.LaunchKeys;

/// <summary>
/// Finds and opens the private halves of launch keys: by comparing public key material with what EC2 has under that
/// name. Each key is looked for once and opened once; different ones are opened side by side.
/// </summary>
/// <remarks>One DescribeKeyPairs for all names that come up together.</remarks>
public sealed class LaunchKeyFinder(IKeyPairApi keyPairs, ILaunchKeySource source) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<LaunchKey>>> _found = new(StringComparer.Ordinal);

    /// <summary>Where keys are looked for, for messages.</summary>
    public string Source => source.Description;

    /// <summary>Starts to look for these keys; does not wait.</summary>
    public void Begin(IEnumerable<string> keyNames, CancellationToken cancel)
    {
        var unknown = keyNames.Distinct(StringComparer.Ordinal).Where(name => !_found.ContainsKey(name)).ToList();
        if (unknown.Count == 0) return;
        var described = new Lazy<Task<IReadOnlyList<Ec2KeyPairInfo>>>(() => keyPairs.FindAsync(unknown, cancel));
        foreach (var name in unknown)
        {
            _ = _found.GetOrAdd(name, _ => new Lazy<Task<LaunchKey>>(() => Task.Run(() => LookAsync(name, described.Value, cancel), cancel))).Value;
        }
    }

    /// <summary>The opened launch key of this name.</summary>
    /// <exception cref="Ec2KeyPairException">LaunchKeyUnsupported, or what the source of the keys throws.</exception>
    public Task<LaunchKey> FindAsync(string keyName, CancellationToken cancel)
    {
        Begin([keyName], cancel);
        return _found[keyName].Value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var found in _found.Values)
        {
            if (found is { IsValueCreated: true, Value: { Status: TaskStatus.RanToCompletion } task }) task.Result.Dispose();
        }

        source.Dispose();
    }

    private async Task<LaunchKey> LookAsync(string keyName, Task<IReadOnlyList<Ec2KeyPairInfo>> described, CancellationToken cancel)
    {
        var known = (await described.ConfigureAwait(false)).FirstOrDefault(one => one.KeyName == keyName);
        if (known?.KeyType == "ed25519") throw Unsupported(keyName);
        var (key, where) = await source.FindAsync(new LaunchKeyIdentity(keyName, known), cancel).ConfigureAwait(false);
        return key is RsaPrivateKey rsa ? new LaunchKey(keyName, where, rsa) : throw Unsupported(keyName);
    }

    private static Ec2KeyPairException Unsupported(string keyName) => new(
        ErrorCondition.LaunchKeyUnsupported,
        $"The launch key '{keyName}' is ED25519: EC2 encrypts Windows passwords under RSA keys only, so there never will be password data.",
        keyName,
        "Set a new password with Reset-EC2WindowsPassword, or launch with an RSA key pair.");
}
