using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Compares a local key with what EC2 describes: by public key, or by fingerprint where EC2 tells no more.</summary>
internal static class KeyPairComparison
{
    /// <exception cref="Ec2KeyPairException">
    /// PassphraseRequired or PrivateKeyRequired: only the private key has the fingerprint that EC2 tells;
    /// KeyPairNotFound: EC2 tells neither public key nor fingerprint.
    /// </exception>
    internal static MatchEvidence Compare(LocalKeyPair local, Ec2KeyPairInfo described)
    {
        if (described.PublicKey is { Length: > 0 } line)
        {
            return KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line)).Equals(PublicHalf.Of(local)) ? MatchEvidence.PublicKey : MatchEvidence.None;
        }

        var evidence = EvidenceOf(described.Fingerprint);
        if (evidence == MatchEvidence.None) throw Untold(described);
        var ours = LocalFingerprint(local, described.Fingerprint);
        if (ours is null && local.KeyType != KeyType.Ed25519) throw Hidden(local, described);
        return FingerprintText.Same(ours, described.Fingerprint) ? evidence : MatchEvidence.None;
    }

    /// <summary>The local fingerprint in the form of EC2's; null where only the private key could tell.</summary>
    internal static string? LocalFingerprint(LocalKeyPair local, string? ec2Fingerprint) =>
        EvidenceOf(ec2Fingerprint) == MatchEvidence.FingerprintCreated ? local.Fingerprints?.Ec2Created : local.Fingerprints?.Ec2Imported;

    private static MatchEvidence EvidenceOf(string? fingerprint) => fingerprint is null ? MatchEvidence.None : FingerprintText.FormOf(fingerprint) switch
    {
        FingerprintForm.Ec2CreatedRsa => MatchEvidence.FingerprintCreated,
        FingerprintForm.Ec2ImportedRsa => MatchEvidence.FingerprintImported,
        FingerprintForm.Ec2Ed25519 => MatchEvidence.FingerprintEd25519,
        _ => MatchEvidence.None,
    };

    private static Ec2KeyPairException Hidden(LocalKeyPair local, Ec2KeyPairInfo described) => local.HasPrivateKey
        ? new(
            ErrorCondition.PassphraseRequired,
            $"EC2 tells only the fingerprint of '{described.KeyName}', with which '{local.Name}' can't be compared without its passphrase.",
            local.Name,
            "Give the passphrase with -Passphrase.")
        : new(
            ErrorCondition.PrivateKeyRequired,
            $"EC2 tells only the fingerprint of the private key of '{described.KeyName}', and '{local.Path}' is a public key.",
            local.Name,
            "Give the private key file.");

    private static Ec2KeyPairException Untold(Ec2KeyPairInfo described) => new(
        ErrorCondition.KeyPairNotFound,
        $"EC2 tells neither the public key nor a fingerprint of '{described.KeyName}' that could be compared.",
        described.KeyName,
        "Look at the key pair with Get-EC2KeyPair -IncludePublicKey $true.");
}
