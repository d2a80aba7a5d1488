namespace Ec2KeyPair.Core.Store;

/// <summary>One EC2 key pair that was made from a local key.</summary>
/// <param name="Region">The Region's system name, <c>eu-central-1</c>.</param>
/// <param name="KeyName">The name EC2 has it under.</param>
/// <param name="KeyPairId">EC2's id, <c>key-0123456789abcdef0</c>.</param>
/// <param name="Fingerprint">As EC2 prints it: MD5 with colons for imported RSA, padded base64 for Ed25519.</param>
public sealed record PublishedKeyPair(string Region, string KeyName, string? KeyPairId, string? Fingerprint)
{
    /// <summary>The Region: what a list of these shows.</summary>
    public override string ToString() => Region;
}
