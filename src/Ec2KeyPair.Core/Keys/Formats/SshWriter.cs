using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>Writes the data types of SSH (RFC 4251 section 5) into a buffer that is zeroed when it grows and on dispose.</summary>
internal sealed class SshWriter : IDisposable
{
    private byte[] _buffer = new byte[1024];

    internal int Length { get; private set; }

    internal void WriteUInt32(uint value) =>
        WriteBytes([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    internal void WriteByte(byte value) => WriteBytes([value]);

    internal void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _buffer.Length)
        {
            var larger = new byte[Math.Max(2 * _buffer.Length, Length + bytes.Length)];
            Array.Copy(_buffer, larger, Length);
            Secret.Clear(_buffer);
            _buffer = larger;
        }
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    internal void WriteString(ReadOnlySpan<byte> bytes)
    {
        WriteUInt32((uint)bytes.Length);
        WriteBytes(bytes);
    }

    internal void WriteString(string text) => WriteString(Encoding.UTF8.GetBytes(text));

    /// <summary>An mpint from an unsigned magnitude.</summary>
    internal void WritePositive(ReadOnlySpan<byte> magnitude)
    {
        magnitude = Big.Trim(magnitude);
        var signByte = magnitude.Length > 0 && (magnitude[0] & 0x80) != 0 ? 1 : 0;
        WriteUInt32((uint)(magnitude.Length + signByte));
        if (signByte == 1) WriteByte(0);
        WriteBytes(magnitude);
    }

    internal byte[] ToArray() => _buffer.AsSpan(0, Length).ToArray();

    public void Dispose() => Secret.Clear(_buffer);
}
