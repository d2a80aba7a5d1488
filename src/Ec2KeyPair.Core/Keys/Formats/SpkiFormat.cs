namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary><c>-----BEGIN PUBLIC KEY-----</c> and its bare DER (RFC 5280 section 4.1.2.7).</summary>
internal sealed class SpkiFormat : IPublicKeyFormat
{
    private const string Label = "PUBLIC KEY";

    public IReadOnlyList<PublicKeyEncoding> Encodings { get; } = [PublicKeyEncoding.Spki, PublicKeyEncoding.SpkiDer];

    public bool Recognises(KeyContent content) => content.IsPem(Label) || content.Shape == DerShape.Spki;

    public KeyFileInfo Read(KeyContent content) => new()
    {
        PublicEncoding = content.Pem is null ? PublicKeyEncoding.SpkiDer : PublicKeyEncoding.Spki,
        PublicKey = SpkiDer.Read(content.Der),
    };

    public byte[] Write(PublicKey key, PublicKeyEncoding encoding, string? comment)
    {
        var der = SpkiDer.Write(key);
        return encoding == PublicKeyEncoding.SpkiDer ? der : PemArmor.Write(Label, der);
    }
}
