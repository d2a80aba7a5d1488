namespace Ec2KeyPair.Core.Trust.Scan;

/// <summary>By which names a key exchange asks for a host key of some type: RSA has three, by the digest of its signature (RFC 8332).</summary>
internal static class HostKeyAlgorithms
{
    private static readonly string[] AllTypes =
        ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];

    private static readonly string[] RsaNames = ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"];

    /// <summary>These types, each once, in the order in which ssh prefers them.</summary>
    internal static IReadOnlyList<string> Preferred(IEnumerable<string> keyTypes) => AllTypes.Intersect(keyTypes).ToList();

    /// <summary>The name for the first of these types (none: of all) that the server offers; null when it offers none.</summary>
    internal static string? Choose(IReadOnlyCollection<string> offered, IReadOnlyCollection<string> keyTypes) =>
        (keyTypes.Count == 0 ? AllTypes : keyTypes)
            .SelectMany(type => type == "ssh-rsa" ? RsaNames : [type])
            .FirstOrDefault(offered.Contains);
}
