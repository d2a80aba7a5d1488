using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Chooses the private key file that ssh is to use: the key that was put on the instance from here, else the launch key's, found by its public half.</summary>
public sealed class SshKeyChoice(LaunchKeyLookup launchKeys, InstalledKeys installed)
{
    /// <summary>The key file, or null where only the user's agent or config can have it.</summary>
    /// <exception cref="Ec2KeyPairException">KeyEncodingUnsupported, PassphraseRequired where nobody can be asked, or an Aws condition.</exception>
    public async Task<(string? Path, string Reason)> ChooseAsync(Ec2Instance instance, bool mayAsk, CancellationToken cancel)
    {
        if (installed.Find(instance.InstanceId) is { } own)
        {
            if (own.IsEncrypted && !mayAsk && !HasAgent) throw Locked(own);
            return (Usable(own), $"'{own.Path}' was put on it in place of its launch key");
        }

        if (instance.KeyName is not { } keyName) return (null, "it was launched without a key pair, so ssh chooses the key");
        var (candidates, doubt) = await CandidatesAsync(keyName, cancel).ConfigureAwait(false);
        if (candidates.FirstOrDefault() is not { } found)
        {
            return (null, $"its launch key '{keyName}' is not in {launchKeys.Where}, so ssh chooses the key{doubt}");
        }

        if (found.IsEncrypted && !mayAsk && !HasAgent) throw Locked(found);
        return (Usable(found), $"'{found.Path}' is its launch key '{keyName}'{doubt}");
    }

    /// <summary>A key file that the caller names; one that has a public key only is for an agent.</summary>
    /// <exception cref="Ec2KeyPairException">KeyEncodingUnsupported, FileReadFailed, or a key file condition.</exception>
    public static string Given(string path) => Usable(KeyFileInspection.Inspect(path));

    /// <summary>True when a key was put on the instance from here.</summary>
    public bool IsInstalled(Ec2Instance instance) => installed.Find(instance.InstanceId) is not null;

    private async Task<(IReadOnlyList<LocalKeyPair> Candidates, string Doubt)> CandidatesAsync(string keyName, CancellationToken cancel)
    {
        try
        {
            return ((await launchKeys.LookAsync(keyName, cancel).ConfigureAwait(false)).Candidates, "");
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // Whoever may connect need not be allowed to describe key pairs; the server says whether the key of that name is the one.
            return (launchKeys.NamedLike(keyName), $", going by its name alone: {e.Message.TrimEnd('.')}");
        }
    }

    // The agent may hold the key already; which keys it holds is its secret until ssh asks.
    private static bool HasAgent => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SSH_AUTH_SOCK"));

    private static Ec2KeyPairException Locked(LocalKeyPair found) => new(
        ErrorCondition.PassphraseRequired,
        $"The private key '{found.Path}' is encrypted, and nobody is here to type its passphrase.",
        found.Name,
        "Hand it to the ssh-agent first: Export-EC2KeyPairLocal -ToAgent -Passphrase ...");

    private static string Usable(LocalKeyPair found) => found.KeyEncoding is nameof(PrivateKeyEncoding.Ppk) or nameof(PrivateKeyEncoding.PpkV2)
        ? throw new Ec2KeyPairException(
            ErrorCondition.KeyEncodingUnsupported,
            $"OpenSSH can't use the PuTTY key '{found.Path}'.",
            found.Path,
            "Export it as OpenSsh, Pkcs1 or Pkcs8 (Export-EC2KeyPairLocal -KeyEncoding), or give another key with -KeyPath.")
        : found.Path;
}
