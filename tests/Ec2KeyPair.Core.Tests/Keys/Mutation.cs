using System.Text;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Tests.Keys;

/// <summary>Damage to key files: of the text, of the structures inside the armor, and of a PuTTY file's private part under a MAC that fits.</summary>
internal static class Mutation
{
    private static readonly byte[] Telling = [0, 1, 0x7f, 0x80, 0xff, (byte)'\n', (byte)'-', (byte)':'];

    internal static byte[] OfBytes(ReadOnlySpan<byte> content, Random random)
    {
        var bytes = new List<byte>(content.ToArray());
        for (var count = 1 + random.Next(3); count > 0 && bytes.Count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(8))); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + random.Next(16)))); break;
                case 4: bytes[at] = Telling[random.Next(Telling.Length)]; break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Damage as deep in the file as it goes: what armor, headers and MAC would otherwise catch first is made to fit again.</summary>
    internal static Func<Random, byte[]> Inside(byte[] content)
    {
        if (PemArmor.Find(content, _ => true) is { } block)
        {
            var headers = string.Concat(block.Headers.Select(header => $"{header.Key}: {header.Value}\n"));
            return random => Armored(block.Label, headers, OfBytes(block.Data, random));
        }

        if (PpkText.Recognises(content) && PpkText.Parse(content) is { IsEncrypted: false } ppk) return random => Ppk(content, ppk, random);
        return random => OfBytes(content, random);
    }

    private static byte[] Armored(string label, string headers, byte[] data)
    {
        var armored = Encoding.ASCII.GetString(PemArmor.Write(label, data));
        var body = armored.IndexOf('\n', StringComparison.Ordinal) + 1;
        return Encoding.ASCII.GetBytes(headers.Length == 0 ? armored : armored[..body] + headers + "\n" + armored[body..]);
    }

    private static byte[] Ppk(byte[] content, PpkText file, Random random)
    {
        var blob = OfBytes(file.PrivateBlob, random);
        using var keys = file.Version == 3 ? PpkKeys.Version3(null, default) : PpkKeys.Version2(default);
        using var signed = new SshWriter();
        signed.WriteString(file.Algorithm);
        signed.WriteString(file.Encryption);
        signed.WriteString(file.Comment);
        signed.WriteString(file.PublicBlob);
        signed.WriteString(blob);
#pragma warning disable CA5350 // What PuTTY 2 files have.
        var mac = file.Version == 3
            ? System.Security.Cryptography.HMACSHA256.HashData(keys.MacKey, signed.ToArray())
            : System.Security.Cryptography.HMACSHA1.HashData(keys.MacKey, signed.ToArray());
#pragma warning restore CA5350
        var lines = Encoding.ASCII.GetString(KeyText.ToBase64Lines(blob, 64));
        var text = Encoding.ASCII.GetString(content);
        var head = text[..text.IndexOf("Private-Lines:", StringComparison.Ordinal)];
        return Encoding.ASCII.GetBytes($"{head}Private-Lines: {lines.Count(one => one == '\n')}\n{lines}Private-MAC: {Hex.Encode(mac)}\n");
    }
}
