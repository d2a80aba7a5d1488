using System.Numerics;

namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>Unsigned big-endian bytes to and from <see cref="BigInteger"/>, in the spelling that netstandard2.0 has.</summary>
internal static class Big
{
    internal static BigInteger From(ReadOnlySpan<byte> magnitude)
    {
        var littleEndian = new byte[magnitude.Length + 1]; // the last, zero byte keeps the number positive
        for (var i = 0; i < magnitude.Length; i++) littleEndian[i] = magnitude[magnitude.Length - 1 - i];
        var value = new BigInteger(littleEndian);
        Array.Clear(littleEndian, 0, littleEndian.Length);
        return value;
    }

    /// <summary>Exactly <paramref name="length"/> bytes, padded with zeros in front.</summary>
    /// <exception cref="OverflowException">The number is longer.</exception>
    internal static byte[] ToBytes(BigInteger value, int length)
    {
        var littleEndian = value.ToByteArray();
        var bytes = new byte[length];
        for (var i = 0; i < littleEndian.Length; i++)
        {
            if (i < length) bytes[length - 1 - i] = littleEndian[i];
            else if (littleEndian[i] != 0) throw new OverflowException();
        }
        Array.Clear(littleEndian, 0, littleEndian.Length);
        return bytes;
    }

    /// <summary>Left-pads a magnitude to a length; RSAParameters wants its fields so.</summary>
    /// <exception cref="OverflowException">The number is longer.</exception>
    internal static byte[] Pad(ReadOnlySpan<byte> magnitude, int length)
    {
        magnitude = Trim(magnitude);
        if (magnitude.Length > length) throw new OverflowException();
        var bytes = new byte[length];
        magnitude.CopyTo(bytes.AsSpan(length - magnitude.Length));
        return bytes;
    }

    /// <summary>Without leading zero bytes; zero itself becomes empty.</summary>
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> magnitude)
    {
        var start = 0;
        while (start < magnitude.Length && magnitude[start] == 0) start++;
        return magnitude.Slice(start);
    }

    /// <summary>The length in bits, 2048 for an RSA-2048 modulus.</summary>
    internal static int BitLength(ReadOnlySpan<byte> magnitude)
    {
        magnitude = Trim(magnitude);
        if (magnitude.Length == 0) return 0;
        var bits = 8 * magnitude.Length;
        for (var mask = 0x80; (magnitude[0] & mask) == 0; mask >>= 1) bits--;
        return bits;
    }
}
