using System.Buffers.Binary;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.Keys;

/// <summary>The length-prefixed fields of SSH key blobs (RFC 4251 section 5).</summary>
internal static class SshWire
{
    public static byte[] Field(ReadOnlySpan<byte> value)
    {
        var field = new byte[value.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(field, value.Length);
        value.CopyTo(field.AsSpan(4));
        return field;
    }

    public static byte[] Field(string value) => Field(Encoding.ASCII.GetBytes(value));

    /// <summary>A positive mpint: no superfluous leading zeros, one where the top bit is set.</summary>
    public static byte[] Number(ReadOnlySpan<byte> magnitude)
    {
        var value = magnitude.TrimStart((byte)0);
        return value.Length > 0 && value[0] >= 0x80 ? Field([0, .. value]) : Field(value);
    }

    public static bool TryRead(ref ReadOnlySpan<byte> blob, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (blob.Length < 4 || BinaryPrimitives.ReadInt32BigEndian(blob) is var length && (length < 0 || length > blob.Length - 4))
        {
            return false;
        }

        value = blob.Slice(4, length);
        blob = blob[(4 + length)..];
        return true;
    }
}
