using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>The platform's digests in the one spelling that both targets have.</summary>
internal static class Digests
{
    internal static byte[] Md5(byte[] data)
    {
        using var hash = MD5.Create();
        return hash.ComputeHash(data);
    }

    internal static byte[] Sha1(byte[] data)
    {
        using var hash = SHA1.Create();
        return hash.ComputeHash(data);
    }

    internal static byte[] Sha256(byte[] data)
    {
        using var hash = SHA256.Create();
        return hash.ComputeHash(data);
    }

    internal static byte[] Sha512(byte[] data)
    {
        using var hash = SHA512.Create();
        return hash.ComputeHash(data);
    }
}
