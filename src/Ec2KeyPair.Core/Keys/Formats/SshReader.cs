using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>Reads the data types of SSH (RFC 4251 section 5). Every length is checked before it is used.</summary>
internal ref struct SshReader
{
    private ReadOnlySpan<byte> _rest;

    internal SshReader(ReadOnlySpan<byte> data) => _rest = data;

    /// <summary>What has not been read yet.</summary>
    internal readonly ReadOnlySpan<byte> Rest => _rest;

    internal uint ReadUInt32()
    {
        var bytes = ReadBytes(4);
        return (uint)bytes[0] << 24 | (uint)bytes[1] << 16 | (uint)bytes[2] << 8 | bytes[3];
    }

    internal ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > _rest.Length) throw KeyErrors.Corrupt("it ends in the middle of a field");
        var bytes = _rest.Slice(0, count);
        _rest = _rest.Slice(count);
        return bytes;
    }

    internal ReadOnlySpan<byte> ReadString()
    {
        var length = ReadUInt32();
        if (length > (uint)_rest.Length) throw KeyErrors.Corrupt("a field is longer than the file");
        return ReadBytes((int)length);
    }

    /// <summary>The name of a key type, cipher or key derivation: short printable ASCII.</summary>
    internal string ReadName()
    {
        var bytes = ReadString();
        if (bytes.Length > 64) throw KeyErrors.Corrupt("a name in it is too long");
        foreach (var value in bytes)
        {
            if (value is <= 0x20 or >= 0x7f) throw KeyErrors.Corrupt("a name in it is not printable ASCII");
        }
        return Encoding.ASCII.GetString(bytes.ToArray());
    }

    /// <summary>The magnitude of a positive mpint, without leading zeros.</summary>
    internal ReadOnlySpan<byte> ReadPositive()
    {
        var bytes = ReadString();
        if (bytes.Length > 0 && (bytes[0] & 0x80) != 0) throw KeyErrors.Corrupt("a number in it is negative");
        bytes = Big.Trim(bytes);
        if (bytes.Length == 0) throw KeyErrors.Corrupt("a number in it is zero");
        return bytes;
    }

    internal readonly void RequireEnd(string what)
    {
        if (_rest.Length > 0) throw KeyErrors.Corrupt($"something follows after {what}");
    }
}
