using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>What a DER file turns out to hold, by its first elements.</summary>
internal enum DerShape
{
    None,
    Pkcs1Private,
    Pkcs1Public,
    Pkcs8,
    EncryptedPkcs8,
    Spki,
}

/// <summary>
/// A key file's content, looked at once for all formats: the text as UTF-8, the first PEM block that may hold a
/// key, or the shape of bare DER. Zeroes its copies on dispose.
/// </summary>
internal sealed class KeyContent : IDisposable
{
    internal KeyContent(byte[] content)
    {
        if (content.Length > KeyFileLimits.MaxFileBytes)
            throw KeyErrors.TooCostly($"it has {content.Length} bytes, and no key file has more than {KeyFileLimits.MaxFileBytes}");
        if (LooksLikeDer(content))
        {
            Bytes = (byte[])content.Clone();
            Shape = ShapeOf(Bytes);
            return;
        }
        Bytes = KeyText.ToUtf8(content);
        try
        {
            Pem = PemArmor.Find(Bytes, IsKeyLabel);
        }
        catch
        {
            Secret.Clear(Bytes);
            throw;
        }
    }

    /// <summary>The text in UTF-8, or the DER.</summary>
    internal byte[] Bytes { get; }

    /// <summary>What the DER holds; <see cref="DerShape.None"/> for text.</summary>
    internal DerShape Shape { get; }

    /// <summary>The first block that may hold a key; null when there is none.</summary>
    internal PemBlock? Pem { get; }

    /// <summary>True for a block of this label.</summary>
    internal bool IsPem(string label) => Pem?.Label == label;

    /// <summary>The DER of a block of this label, or the whole content where it is DER of this shape.</summary>
    internal byte[] Der => Pem?.Data ?? Bytes;

    public void Dispose()
    {
        Secret.Clear(Bytes);
        Pem?.Dispose();
    }

    private static bool IsKeyLabel(string label) =>
        label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) || label.EndsWith("PUBLIC KEY", StringComparison.Ordinal);

    private static bool LooksLikeDer(byte[] content) =>
        content.Length > 2 && content[0] == DerTag.Sequence
        && (content[1] is 0x81 or 0x82 or 0x83 || content[1] is > 0 and < 0x80 && content.Length == content[1] + 2);

    private static DerShape ShapeOf(byte[] der)
    {
        var outer = new DerReader(der);
        var content = outer.ReadSequence();
        outer.RequireEnd();
        var first = content.NextTag;
        content.ReadAny();
        var second = content.NextTag;
        if (second != 0) content.ReadAny();
        return (first, second) switch
        {
            (DerTag.Integer, DerTag.Sequence) => DerShape.Pkcs8,
            (DerTag.Integer, DerTag.Integer) => content.IsEmpty ? DerShape.Pkcs1Public : DerShape.Pkcs1Private,
            (DerTag.Sequence, DerTag.OctetString) => DerShape.EncryptedPkcs8,
            (DerTag.Sequence, DerTag.BitString) => DerShape.Spki,
            _ => DerShape.None,
        };
    }
}
