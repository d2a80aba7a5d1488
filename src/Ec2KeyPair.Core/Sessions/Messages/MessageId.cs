using System.Buffers.Binary;
using System.Globalization;

namespace Ec2KeyPair.Core.Sessions.Messages;

/// <summary>
/// A frame's UUID as two big-endian halves. On the wire the halves stand swapped, second one first
/// (session-manager-plugin, src/message/messageparser.go, getUuid and putUuid); in acknowledgements it is text.
/// </summary>
internal readonly record struct MessageId(ulong High, ulong Low)
{
    internal const int WireSize = 16;
    internal const int TextSize = 36;
    private const ulong VersionMask = 0xF000, Version4 = 0x4000, VariantMask = 0xC000_0000_0000_0000, Variant1 = 0x8000_0000_0000_0000;

    /// <summary>A random one, version 4.</summary>
    internal static MessageId Create()
    {
#if NET8_0_OR_GREATER
        Span<byte> random = stackalloc byte[WireSize];
        Guid.NewGuid().TryWriteBytes(random);
#else
        ReadOnlySpan<byte> random = Guid.NewGuid().ToByteArray();
#endif
        return new(
            (BinaryPrimitives.ReadUInt64BigEndian(random) & ~VersionMask) | Version4,
            (BinaryPrimitives.ReadUInt64BigEndian(random.Slice(8)) & ~VariantMask) | Variant1);
    }

    internal static MessageId ReadWire(ReadOnlySpan<byte> wire) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(wire.Slice(8)), BinaryPrimitives.ReadUInt64BigEndian(wire));

    internal void WriteWire(Span<byte> wire)
    {
        BinaryPrimitives.WriteUInt64BigEndian(wire, Low);
        BinaryPrimitives.WriteUInt64BigEndian(wire.Slice(8), High);
    }

    /// <summary>Writes the canonical text, <c>3d9c372f-8a34-4186-a445-b5fea512f597</c>, as 36 ASCII bytes.</summary>
    internal void WriteText(Span<byte> text)
    {
        for (int at = 0, digit = 0; at < TextSize; at++)
        {
            if (at is 8 or 13 or 18 or 23)
            {
                text[at] = (byte)'-';
                continue;
            }

            var half = digit < 16 ? High : Low;
            text[at] = (byte)"0123456789abcdef"[(int)(half >> (60 - (4 * (digit & 15)))) & 15];
            digit++;
        }
    }

    public override string ToString()
    {
        var high = High.ToString("x16", CultureInfo.InvariantCulture);
        var low = Low.ToString("x16", CultureInfo.InvariantCulture);
        return $"{high.Substring(0, 8)}-{high.Substring(8, 4)}-{high.Substring(12)}-{low.Substring(0, 4)}-{low.Substring(4)}";
    }
}
