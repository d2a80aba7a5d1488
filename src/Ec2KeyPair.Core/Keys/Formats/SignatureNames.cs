namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>The signature algorithms of SSH (RFC 8332, RFC 8709). ssh-rsa, which signs SHA-1, is not among them.</summary>
internal static class SignatureNames
{
    internal const string RsaSha512 = "rsa-sha2-512";
    internal const string RsaSha256 = "rsa-sha2-256";

    /// <summary>Those of a key, the preferred first.</summary>
    internal static IReadOnlyList<string> For(KeyType type) => type == KeyType.Rsa ? [RsaSha512, RsaSha256] : [SshNames.Ed25519];
}
