namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>The fields of a PuTTY key file in their order (PuTTY manual, appendix C), before anything is decrypted.</summary>
internal sealed class PpkText
{
    private const string Prefix = "PuTTY-User-Key-File-";
    private const int MaxLines = 4096;

    /// <summary>2 or 3.</summary>
    internal int Version { get; private set; }

    /// <summary>The SSH name of the key type.</summary>
    internal string Algorithm { get; private set; } = "";

    /// <summary><c>aes256-cbc</c> or <c>none</c>.</summary>
    internal string Encryption { get; private set; } = "";

    /// <summary>As it stands in the file: the MAC is over these bytes.</summary>
    internal byte[] Comment { get; private set; } = [];

    internal byte[] PublicBlob { get; private set; } = [];

    /// <summary>Encrypted, or padded only; zero it when done.</summary>
    internal byte[] PrivateBlob { get; private set; } = [];

    internal string Mac { get; private set; } = "";

    /// <summary>Null for version 2 and for files that are not encrypted.</summary>
    internal PpkArgon2? Argon2 { get; private set; }

    internal bool IsEncrypted => Encryption != "none";

    internal static bool Recognises(ReadOnlySpan<byte> text)
    {
        while (KeyText.NextLine(ref text, out var line))
        {
            if (KeyText.StartsWith(KeyText.TrimStart(line), Prefix)) return true;
        }
        return false;
    }

    internal static PpkText Parse(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> line;
        do
        {
            if (!KeyText.NextLine(ref rest, out line)) throw KeyErrors.Corrupt("its first line is missing");
            line = KeyText.TrimStart(line);
        }
        while (!KeyText.StartsWith(line, Prefix));
        var file = new PpkText();
        line = line.Slice(Prefix.Length);
        file.Version = KeyText.StartsWith(line, "3: ") ? 3 : KeyText.StartsWith(line, "2: ") ? 2
            : throw KeyErrors.FormatUnknown("PuTTY key files are read in versions 2 and 3 only");
        file.Algorithm = KeyText.ToText(KeyText.Trim(line.Slice(3)));
        if (file.Algorithm.Length > 64) throw KeyErrors.Corrupt("its first line is damaged");
        file.Encryption = Value(ref rest, "Encryption");
        file.Comment = Header(ref rest, "Comment").ToArray();
        file.PublicBlob = Lines(ref rest, "Public-Lines");
        if (file.Version == 3 && file.IsEncrypted)
        {
            file.Argon2 = new PpkArgon2(
                Value(ref rest, "Key-Derivation"),
                Number(ref rest, "Argon2-Memory"),
                Number(ref rest, "Argon2-Passes"),
                Number(ref rest, "Argon2-Parallelism"),
                Hex.Decode(Value(ref rest, "Argon2-Salt")) ?? throw KeyErrors.Corrupt("its Argon2 salt is not hex"));
        }
        file.PrivateBlob = Lines(ref rest, "Private-Lines");
        file.Mac = Value(ref rest, "Private-MAC");
        return file;
    }

    private static ReadOnlySpan<byte> Header(scoped ref ReadOnlySpan<byte> rest, string name)
    {
        if (!KeyText.NextLine(ref rest, out var line)) throw KeyErrors.Corrupt($"its {name} line is missing");
        line = KeyText.TrimStart(line);
        if (!KeyText.StartsWith(line, name + ":")) throw KeyErrors.Corrupt($"its {name} line is missing");
        line = line.Slice(name.Length + 1);
        return !line.IsEmpty && line[0] == ' ' ? line.Slice(1) : line;
    }

    private static string Value(scoped ref ReadOnlySpan<byte> rest, string name)
    {
        var value = KeyText.Trim(Header(ref rest, name));
        return value.Length <= 256 ? KeyText.ToText(value) : throw KeyErrors.Corrupt($"its {name} line is too long");
    }

    private static int Number(scoped ref ReadOnlySpan<byte> rest, string name)
    {
        var text = Value(ref rest, name);
        var value = 0L;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '9' || text.Length > 10) throw KeyErrors.Corrupt($"its {name} line holds no number");
            value = 10 * value + digit - '0';
        }
        return text.Length == 0 ? throw KeyErrors.Corrupt($"its {name} line holds no number") : (int)Math.Min(value, int.MaxValue);
    }

    private static byte[] Lines(scoped ref ReadOnlySpan<byte> rest, string name)
    {
        var count = Number(ref rest, name);
        if (count > MaxLines) throw KeyErrors.Corrupt($"its {name} line holds too large a number");
        var all = rest;
        for (var i = 0; i < count; i++)
        {
            if (!KeyText.NextLine(ref rest, out _)) throw KeyErrors.Corrupt("it ends in the middle of its base64 lines");
        }
        return KeyText.FromBase64(all.Slice(0, all.Length - rest.Length));
    }
}
