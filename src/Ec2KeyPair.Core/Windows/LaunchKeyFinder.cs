using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Windows;

/// <summary>
/// Finds and opens the private half of a launch key: by comparing public key material with what EC2 has under
/// that name, and by name alone only where EC2 has no such key pair any more. Each key is opened once.
/// </summary>
/// <param name="lookup">What EC2 knows of the key.</param>
/// <param name="source">Where private keys are.</param>
/// <param name="passphrase">Opens encrypted ones; null when none was given.</param>
/// <param name="ask">Asks a person for the passphrase of a file where none was given; null where nobody can answer.</param>
public sealed class LaunchKeyFinder(
    LaunchKeyLookup lookup, IPrivateKeySource source, Passphrase? passphrase, Func<string, Passphrase>? ask = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<LaunchKey>>> _found = new(StringComparer.Ordinal);

    /// <summary>The opened launch key of this name.</summary>
    /// <exception cref="Ec2KeyPairException">
    /// LaunchKeyUnsupported, PrivateKeyNotFound, PrivateKeyMismatch, PassphraseRequired, PassphraseIncorrect, a key
    /// file condition, or an Aws condition.
    /// </exception>
    public Task<LaunchKey> FindAsync(string keyName, CancellationToken cancel) =>
        _found.GetOrAdd(keyName, name => new Lazy<Task<LaunchKey>>(() => LookAsync(name, cancel))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var found in _found.Values)
        {
            if (found is { IsValueCreated: true, Value: { Status: TaskStatus.RanToCompletion } task }) task.Result.Dispose();
        }
    }

    private async Task<LaunchKey> LookAsync(string keyName, CancellationToken cancel)
    {
        var (described, wanted, candidates) = await lookup.LookAsync(keyName, cancel).ConfigureAwait(false);
        if (described?.KeyType == "ed25519") throw Unsupported(keyName);

        Ec2KeyPairException? lastFailure = null;
        foreach (var candidate in candidates)
        {
            try
            {
                var key = Open(candidate);
                if (wanted is null || key.Matches(wanted))
                {
                    return key is RsaPrivateKey rsa ? new LaunchKey(keyName, candidate.Path, rsa) : throw Unsupported(keyName);
                }

                key.Dispose();
                lastFailure = Mismatch(keyName, candidate.Path, described);
            }
            catch (Ec2KeyPairException e) when (candidates.Count > 1)
            {
                lastFailure = e;
            }
        }

        throw lastFailure ?? NotFound(keyName, described);
    }

    private PrivateKey Open(LocalKeyPair candidate)
    {
        if (passphrase is not null || ask is null || !candidate.IsEncrypted) return source.Open(candidate, passphrase);
        using var given = ask(candidate.Path);
        return source.Open(candidate, given);
    }

    private static Ec2KeyPairException Unsupported(string keyName) => new(
        ErrorCondition.LaunchKeyUnsupported,
        $"The launch key '{keyName}' is ED25519: EC2 encrypts Windows passwords under RSA keys only, so there never will be password data.",
        keyName,
        "Set a new password by other means (Session Manager, Run Command), or launch with an RSA key pair.");

    private static Ec2KeyPairException Mismatch(string keyName, string path, Ec2KeyPairInfo? described) => new(
        ErrorCondition.PrivateKeyMismatch,
        $"The private key '{path}' is not the launch key '{keyName}' (EC2's fingerprint: {described?.Fingerprint ?? "unknown"}).",
        path,
        "Give the right file with -KeyPath, or leave it out to have the key store searched.");

    private Ec2KeyPairException NotFound(string keyName, Ec2KeyPairInfo? described) => new(
        ErrorCondition.PrivateKeyNotFound,
        $"The private key of the launch key '{keyName}' is not in {source.Description}"
            + (described is null ? "; EC2 has no key pair of that name any more, so only the name could be compared." : "."),
        keyName,
        "Give the file with -KeyPath.");
}
