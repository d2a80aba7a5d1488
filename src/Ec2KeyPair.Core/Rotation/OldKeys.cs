using System.Collections.Concurrent;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>Finds the key that is to be replaced.</summary>
internal interface IOldKeys
{
    /// <summary>The key of an instance; its public half is enough.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, or an Aws condition.</exception>
    Task<AuthorizedKeyText> FindAsync(Ec2Instance instance, CancellationToken cancel);
}

/// <summary>The one that the user gave.</summary>
internal sealed class GivenOldKey(AuthorizedKeyText key) : IOldKeys
{
    /// <inheritdoc/>
    public Task<AuthorizedKeyText> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(key);
}

/// <summary>The key that was put on the instance from here, which EC2 does not know of; else what the next source says.</summary>
internal sealed class InstalledOldKeys(InstalledKeys installed, AuthorizedKeyText newKey, IOldKeys otherwise) : IOldKeys
{
    /// <inheritdoc/>
    public Task<AuthorizedKeyText> FindAsync(Ec2Instance instance, CancellationToken cancel) =>
        // Where this very rotation is done already, the key before it is meant.
        installed.Find(instance.InstanceId)?.PublicKey is { } line && AuthorizedKeyText.Parse(line) is var own && own != newKey
            ? Task.FromResult(own)
            : otherwise.FindAsync(instance, cancel);
}

/// <summary>Each instance's launch key, as EC2 tells it or, where EC2 has forgotten it, the key store; each looked up once.</summary>
internal sealed class LaunchKeys(LaunchKeyLookup lookup) : IOldKeys
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AuthorizedKeyText?>>> _found = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<AuthorizedKeyText> FindAsync(Ec2Instance instance, CancellationToken cancel)
    {
        if (instance.KeyName is not { } name) throw RotationErrors.OldKeyUnknown(instance.InstanceId, "it was launched without a key pair");
        return await _found.GetOrAdd(name, _ => new(() => LookAsync(name, cancel))).Value.ConfigureAwait(false)
            ?? throw RotationErrors.OldKeyUnknown(instance.InstanceId, $"neither EC2 nor {lookup.Where} has its launch key '{Text.Printable.Text(name)}'");
    }

    private async Task<AuthorizedKeyText?> LookAsync(string name, CancellationToken cancel)
    {
        var (_, key, candidates) = await lookup.LookAsync(name, cancel).ConfigureAwait(false);
        return key is not null ? AuthorizedKeyText.Of(key, name)
            : candidates.Select(candidate => candidate.PublicKey).FirstOrDefault(line => line is not null) is { } line ? AuthorizedKeyText.Parse(line)
            : null;
    }
}
