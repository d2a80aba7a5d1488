using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>Making, comparing and zeroing buffers that hold secrets.</summary>
internal static class Secret
{
    /// <summary>Zeroes the buffers; null ones are passed over.</summary>
    internal static void Clear(params byte[]?[] buffers)
    {
        foreach (var buffer in buffers)
        {
            if (buffer is not null) Array.Clear(buffer, 0, buffer.Length);
        }
    }

    /// <summary>Random bytes of the platform's generator.</summary>
    internal static byte[] Random(int length)
    {
        var bytes = new byte[length];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(bytes);
        return bytes;
    }

    /// <summary>Compares in a time that depends on the lengths alone.</summary>
    internal static bool Same(byte[] left, byte[] right) =>
        Org.BouncyCastle.Utilities.Arrays.FixedTimeEquals(left, right);
}
