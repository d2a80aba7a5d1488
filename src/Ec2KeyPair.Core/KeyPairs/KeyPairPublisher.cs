using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>
/// Sees to it that EC2 has a public key under a name. ImportKeyPair neither replaces nor takes a client token, so
/// "ensure" is: look, compare key material, import, and look again when another import came first.
/// </summary>
public static class KeyPairPublisher
{
    private static readonly int[] ImportableRsaSizes = [1024, 2048, 4096];

    /// <summary>Publishes to one Region.</summary>
    /// <exception cref="Ec2KeyPairException">KeyTypeUnsupported, or an Aws condition.</exception>
    public static async Task<PublishResult> EnsureAsync(
        IKeyPairApi api, string name, PublicKey key, IReadOnlyDictionary<string, string> tags, CancellationToken cancel)
    {
        ThrowIfNotImportable(key, name);
        if (await FindAsync(api, name, cancel).ConfigureAwait(false) is { } existing) return Compare(api, existing, key);
        var imported = await api.ImportAsync(name, key.ToOpenSshLine(), tags, cancel).ConfigureAwait(false);
        if (imported is not null) return new PublishResult(api.Region, PublishOutcome.Created, imported);
        var winner = await FindAsync(api, name, cancel).ConfigureAwait(false)
            ?? throw new Ec2KeyPairException(
                ErrorCondition.AwsRequestFailed,
                $"EC2 in {api.Region} says that the key pair '{name}' exists, and that it does not.",
                name,
                "Somebody is creating and deleting it at this moment; try again.");
        return Compare(api, winner, key);
    }

    /// <summary>True when EC2's description is of this key, by its public key, or by its fingerprint where that is all there is.</summary>
    public static bool IsSameKey(Ec2KeyPairInfo described, PublicKey key)
    {
        if (described.PublicKey is { Length: > 0 } line) return KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line)).Equals(key);
        return described.Fingerprint is { } fingerprint
            && FingerprintText.Same(fingerprint, KeyFingerprints.Of(key).Ec2Imported);
    }

    /// <summary>The error for a name that another key has.</summary>
    public static Ec2KeyPairException Conflict(string region, Ec2KeyPairInfo described) => new(
        ErrorCondition.KeyPairConflict,
        $"EC2 in {region} has a different key pair named '{described.KeyName}' (fingerprint {described.Fingerprint ?? "unknown"}); nothing was changed there.",
        described.KeyName,
        "Choose another name, or delete that key pair first if nobody launches with it.");

    /// <summary>Refuses before anything is made what EC2 would refuse after.</summary>
    /// <exception cref="Ec2KeyPairException">KeyTypeUnsupported.</exception>
    public static void ThrowIfNotImportable(PublicKey key, string name)
    {
        if (key.Type != KeyType.Rsa || ImportableRsaSizes.Contains(key.Size)) return;
        throw new Ec2KeyPairException(
            ErrorCondition.KeyTypeUnsupported,
            $"EC2 imports RSA keys of 1024, 2048 and 4096 bits; '{name}' has {key.Size}.",
            name,
            "Make a new key pair with New-EC2KeyPairLocal.");
    }

    private static async Task<Ec2KeyPairInfo?> FindAsync(IKeyPairApi api, string name, CancellationToken cancel) =>
        (await api.FindAsync([name], cancel).ConfigureAwait(false)).FirstOrDefault();

    private static PublishResult Compare(IKeyPairApi api, Ec2KeyPairInfo existing, PublicKey key) => new(
        api.Region,
        IsSameKey(existing, key) ? PublishOutcome.AlreadyThere : PublishOutcome.Conflict,
        existing);
}
