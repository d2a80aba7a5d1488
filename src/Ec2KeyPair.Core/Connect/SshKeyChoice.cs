using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Chooses the private key file that ssh is to use: the launch key's, found by its public half.</summary>
public sealed class SshKeyChoice(LaunchKeyLookup launchKeys)
{
    /// <summary>The key file, or null where only the user's agent or config can have it.</summary>
    /// <exception cref="Ec2KeyPairException">KeyEncodingUnsupported, or an Aws condition.</exception>
    public async Task<(string? Path, string Reason)> ChooseAsync(Ec2Instance instance, CancellationToken cancel)
    {
        if (instance.KeyName is not { } keyName) return (null, "it was launched without a key pair, so ssh chooses the key");
        var evidence = await launchKeys.LookAsync(keyName, cancel).ConfigureAwait(false);
        if (evidence.Candidates.FirstOrDefault() is not { } found)
        {
            return (null, $"its launch key '{keyName}' is not in {launchKeys.Where}, so ssh chooses the key");
        }

        return (Usable(found), $"'{found.Path}' is its launch key '{keyName}'");
    }

    private static string Usable(LocalKeyPair found) => found.KeyEncoding is nameof(PrivateKeyEncoding.Ppk) or nameof(PrivateKeyEncoding.PpkV2)
        ? throw new Ec2KeyPairException(
            ErrorCondition.KeyEncodingUnsupported,
            $"OpenSSH can't use the PuTTY key '{found.Path}'.",
            found.Path,
            "Keep the key as OpenSsh, Pkcs1 or Pkcs8, or give another file with -KeyPath.")
        : found.Path;
}
