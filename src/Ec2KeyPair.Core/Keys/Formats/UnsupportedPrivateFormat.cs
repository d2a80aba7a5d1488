using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>Private keys that are known by their armor and refused by name: EC, DSA, ssh.com.</summary>
internal sealed class UnsupportedPrivateFormat : IPrivateKeyFormat
{
    public IReadOnlyList<PrivateKeyEncoding> Encodings { get; } = [];

    public bool Recognises(KeyContent content) =>
        content.Pem?.Label is { } label && label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    public KeyFileInfo Inspect(KeyContent content) => throw Refuse(content);

    public PrivateKey Read(KeyContent content, Passphrase? passphrase) => throw Refuse(content);

    public byte[] Write(PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase) => throw new NotSupportedException();

    private static Ec2KeyPairException Refuse(KeyContent content) => content.Pem!.Label switch
    {
        "EC PRIVATE KEY" => KeyErrors.TypeUnsupported(EcName(content.Pem)),
        "DSA PRIVATE KEY" => KeyErrors.TypeUnsupported("DSA"),
        var label => KeyErrors.FormatUnknown($"a block of type '{KeyText.PrintableAscii(label)}' is not one that this module reads"),
    };

    /// <summary>RFC 5915: SEQUENCE { version, privateKey, [0] curve ... }.</summary>
    private static string EcName(PemBlock block)
    {
        if (LegacyPemCipher.IsEncrypted(block)) return "ECDSA";
        var outer = new DerReader(block.Data);
        var key = outer.ReadSequence();
        key.ReadInt32();
        key.Read(DerTag.OctetString);
        if (key.NextTag != DerTag.Attributes) return "ECDSA";
        var curve = new DerReader(key.ReadAny());
        return curve.NextTag == DerTag.Oid ? Oids.Curve(curve.ReadOid()) : "ECDSA";
    }
}
