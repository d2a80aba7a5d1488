namespace Ec2KeyPair.Core.Trust;

/// <summary>A host key of which only the fingerprint is known. It says of a key that a host shows whether it is the one.</summary>
/// <param name="KeyType">The SSH name of the type, <c>ssh-ed25519</c>.</param>
/// <param name="Bits">The key's length as it was printed.</param>
/// <param name="Text"><c>SHA256:</c> and base64, or <c>MD5:</c> and hex with colons.</param>
/// <remarks>
/// MD5 is what images up to OpenSSH 6.7 print. Two keys of one MD5 can be made together, but nobody can make a key that
/// fits the MD5 of a key which the host made by itself.
/// </remarks>
public sealed record HostKeyFingerprint(string KeyType, int Bits, string Text)
{
    /// <summary>True for MD5, false for SHA-256.</summary>
    public bool IsMd5 => Text.StartsWith("MD5:", StringComparison.Ordinal);

    /// <summary>True when this is the fingerprint of that key.</summary>
    public bool Fits(HostKey key) => key.KeyType == KeyType && (IsMd5 ? key.FingerprintMd5 : key.Fingerprint) == Text;
}
