using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>A security identifier: S-1-5-21-a-b-c-RID for what belongs to a machine. The bytes are those of [MS-DTYP] 2.4.2.</summary>
public sealed record SecurityId(params uint[] SubAuthorities)
{
    /// <summary>The relative id: the last part.</summary>
    public uint RelativeId => SubAuthorities[^1];

    /// <summary>The group of administrators, on every machine.</summary>
    public static SecurityId Administrators { get; } = new(32, 544);

    public byte[] ToBytes()
    {
        var bytes = new byte[8 + (4 * SubAuthorities.Length)];
        bytes[0] = 1;
        bytes[1] = (byte)SubAuthorities.Length;
        bytes[7] = 5;
        for (var i = 0; i < SubAuthorities.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8 + (4 * i)), SubAuthorities[i]);
        }

        return bytes;
    }

    public override string ToString() => "S-1-5-" + string.Join('-', SubAuthorities.Select(part => part.ToString(CultureInfo.InvariantCulture)));

    /// <summary>One of a machine's own, always the same for the same machine name.</summary>
    internal static SecurityId OfMachine(string machine, uint relativeId)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(machine));
        return new SecurityId(21, Part(0), Part(4), Part(8), relativeId);

        uint Part(int at) => BinaryPrimitives.ReadUInt32LittleEndian(seed.AsSpan(at));
    }
}
