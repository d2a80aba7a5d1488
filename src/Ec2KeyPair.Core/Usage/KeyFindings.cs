namespace Ec2KeyPair.Core.Usage;

/// <summary>Judges the use of a key pair by what is so whatever anybody's policy is.</summary>
internal static class KeyFindings
{
    // NIST SP 800-131A: less has been disallowed since 2014.
    private const int LeastRsaBits = 2048;

    internal static IReadOnlyList<KeyFinding> Of(KeyPairUsage usage)
    {
        var held = usage.PrivateKeys.Where(key => key.Evidence != HoldingEvidence.Name).ToList();
        var findings = new List<KeyFinding>();
        if (usage.IsOrphaned) findings.Add(KeyFinding.Orphaned);
        if (usage.KeyType == "rsa" && usage.KeySize < LeastRsaBits) findings.Add(KeyFinding.WeakKey);
        if (held.Exists(key => !key.HasPrivateAccessOnly)) findings.Add(KeyFinding.PrivateKeyExposed);
        if (usage.KeyType == "ed25519" && usage.WindowsCount > 0) findings.Add(KeyFinding.Ed25519OnWindows);
        if (held.Exists(key => !key.IsEncrypted)) findings.Add(KeyFinding.PrivateKeyUnencrypted);
        if (held.Exists(IsOutdated)) findings.Add(KeyFinding.OldKeyFormat);
        if (!usage.IsUnused && held.Count == 0) findings.Add(KeyFinding.NoPrivateKeyHere);
        if (usage.IsUnused) findings.Add(KeyFinding.Unused);
        return findings;
    }

    // PuTTY 2 derives its key by one SHA-1, OpenSSL's PEM by one MD5: both cheap to guess through.
    private static bool IsOutdated(PrivateKeyHolding key) =>
        key.KeyEncoding == "PpkV2" || (key.KeyEncoding == nameof(Keys.PrivateKeyEncoding.Pkcs1) && key.IsEncrypted);
}
