using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>Builds DER from the inside out. Each call zeroes the parts it is given, so that only the whole is left.</summary>
internal static class DerWriter
{
    internal static byte[] Sequence(params byte[][] parts) => Wrap(DerTag.Sequence, parts);

    internal static byte[] OctetString(params byte[][] parts) => Wrap(DerTag.OctetString, parts);

    internal static byte[] BitString(byte[] content) => Wrap(DerTag.BitString, [0], content);

    internal static byte[] Null() => [DerTag.Null, 0];

    /// <summary>An INTEGER from an unsigned magnitude, which stays as it is.</summary>
    internal static byte[] Unsigned(ReadOnlySpan<byte> magnitude)
    {
        magnitude = Big.Trim(magnitude);
        var signByte = magnitude.IsEmpty || (magnitude[0] & 0x80) != 0 ? 1 : 0;
        var content = new byte[magnitude.Length + signByte];
        magnitude.CopyTo(content.AsSpan(signByte));
        return Wrap(DerTag.Integer, content);
    }

    internal static byte[] Unsigned(int value) =>
        Unsigned([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    /// <summary>An OBJECT IDENTIFIER from its dotted form.</summary>
    internal static byte[] Oid(string dotted)
    {
        var arcs = Array.ConvertAll(dotted.Split('.'), uint.Parse);
        var content = new List<byte>();
        for (var i = 1; i < arcs.Length; i++)
        {
            var arc = i == 1 ? 40 * arcs[0] + arcs[1] : arcs[i];
            var at = content.Count;
            content.Add((byte)(arc & 0x7f));
            while ((arc >>= 7) != 0) content.Insert(at, (byte)(0x80 | (arc & 0x7f)));
        }
        return Wrap(DerTag.Oid, content.ToArray());
    }

    private static byte[] Wrap(byte tag, params byte[][] parts)
    {
        var length = 0;
        foreach (var part in parts) length += part.Length;
        byte[] header = length switch
        {
            < 0x80 => [tag, (byte)length],
            < 0x100 => [tag, 0x81, (byte)length],
            < 0x10000 => [tag, 0x82, (byte)(length >> 8), (byte)length],
            _ => [tag, 0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };
        var whole = new byte[header.Length + length];
        header.CopyTo(whole, 0);
        var at = header.Length;
        foreach (var part in parts)
        {
            part.CopyTo(whole, at);
            at += part.Length;
        }
        Secret.Clear(parts);
        return whole;
    }
}
