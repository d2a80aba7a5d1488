using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>The tags of ASN.1 that key files use (X.690).</summary>
internal static class DerTag
{
    internal const byte Integer = 0x02;
    internal const byte BitString = 0x03;
    internal const byte OctetString = 0x04;
    internal const byte Null = 0x05;
    internal const byte Oid = 0x06;
    internal const byte Sequence = 0x30;

    /// <summary>[0] constructed: the attributes of PKCS#8.</summary>
    internal const byte Attributes = 0xa0;

    /// <summary>[1] primitive: the public key of RFC 5958.</summary>
    internal const byte PublicKey = 0x81;
}

/// <summary>
/// Reads DER (X.690). A ref struct over the caller's buffer, so that no secret is copied and every length is
/// checked against what is there; BouncyCastle's parser makes copies that can't be zeroed.
/// </summary>
internal ref struct DerReader
{
    private ReadOnlySpan<byte> _rest;

    internal DerReader(ReadOnlySpan<byte> data) => _rest = data;

    internal readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>The tag that comes next; 0 at the end.</summary>
    internal readonly byte NextTag => _rest.IsEmpty ? (byte)0 : _rest[0];

    /// <summary>The content of the next element, which must have this tag.</summary>
    internal ReadOnlySpan<byte> Read(byte tag)
    {
        if (NextTag != tag) throw KeyErrors.Corrupt("its ASN.1 structure is not that of a key");
        return ReadAny();
    }

    /// <summary>The content of the next element, whatever it is.</summary>
    internal ReadOnlySpan<byte> ReadAny()
    {
        if (!TryHeader(_rest, out var header, out var length) || length > _rest.Length - header)
            throw KeyErrors.Corrupt("an ASN.1 length in it is wrong");
        var content = _rest.Slice(header, length);
        _rest = _rest.Slice(header + length);
        return content;
    }

    internal DerReader ReadSequence() => new(Read(DerTag.Sequence));

    /// <summary>The magnitude of an INTEGER that is not negative, without leading zeros; zero is empty.</summary>
    internal ReadOnlySpan<byte> ReadUnsigned()
    {
        var content = Read(DerTag.Integer);
        if (content.IsEmpty || (content[0] & 0x80) != 0) throw KeyErrors.Corrupt("an ASN.1 number in it is empty or negative");
        return Big.Trim(content);
    }

    /// <summary>A small INTEGER; <see cref="int.MaxValue"/> stands for everything above.</summary>
    internal int ReadInt32()
    {
        var magnitude = ReadUnsigned();
        if (magnitude.Length > 4) return int.MaxValue;
        long value = 0;
        foreach (var part in magnitude) value = value << 8 | part;
        return (int)Math.Min(value, int.MaxValue);
    }

    /// <summary>An OBJECT IDENTIFIER in dotted form.</summary>
    internal string ReadOid()
    {
        var content = Read(DerTag.Oid);
        if (content.IsEmpty || content.Length > 32) throw KeyErrors.Corrupt("an ASN.1 identifier in it is empty or too long");
        var text = new StringBuilder();
        ulong arc = 0;
        var first = true;
        foreach (var part in content)
        {
            if (arc > ulong.MaxValue >> 8) throw KeyErrors.Corrupt("an ASN.1 identifier in it is out of range");
            arc = arc << 7 | (uint)(part & 0x7f);
            if ((part & 0x80) != 0) continue;
            if (first)
            {
                var root = Math.Min(arc / 40, 2);
                text.Append(root).Append('.').Append(arc - 40 * root);
            }
            else
            {
                text.Append('.').Append(arc);
            }
            first = false;
            arc = 0;
        }
        return text.ToString();
    }

    internal readonly void RequireEnd()
    {
        if (!_rest.IsEmpty) throw KeyErrors.Corrupt("something follows after its ASN.1 structure");
    }

    /// <summary>True when the data is exactly one SEQUENCE by its outer length: what decryption under a wrong key hardly ever yields.</summary>
    internal static bool IsOneSequence(ReadOnlySpan<byte> data) =>
        data.Length > 0 && data[0] == DerTag.Sequence
        && TryHeader(data, out var header, out var length) && length == data.Length - header;

    private static bool TryHeader(ReadOnlySpan<byte> data, out int header, out int length)
    {
        header = 2;
        length = 0;
        if (data.Length < 2) return false;
        if (data[1] < 0x80)
        {
            length = data[1];
            return true;
        }
        var count = data[1] & 0x7f;
        if (count is 0 or > 3 || data.Length < 2 + count) return false; // indefinite, or more than any file that is read
        for (var i = 0; i < count; i++) length = length << 8 | data[2 + i];
        header = 2 + count;
        return true;
    }
}
