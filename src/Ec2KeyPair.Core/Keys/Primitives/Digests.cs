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

    /// <summary>Into a buffer of 32 bytes; the modern platform allocates nothing for it.</summary>
    internal static void Sha256(ReadOnlySpan<byte> data, Span<byte> digest)
    {
#if NET8_0_OR_GREATER
        SHA256.HashData(data, digest);
#else
        Sha256(data.ToArray()).CopyTo(digest);
#endif
    }

    internal static byte[] Sha512(byte[] data)
    {
        using var hash = SHA512.Create();
        return hash.ComputeHash(data);
    }
}
