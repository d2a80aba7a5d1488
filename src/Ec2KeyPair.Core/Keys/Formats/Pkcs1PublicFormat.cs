namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary><c>-----BEGIN RSA PUBLIC KEY-----</c> (RFC 8017 appendix A.1.1), also as bare DER.</summary>
internal sealed class Pkcs1PublicFormat : IPublicKeyFormat
{
    private const string Label = "RSA PUBLIC KEY";

    public IReadOnlyList<PublicKeyEncoding> Encodings { get; } = [PublicKeyEncoding.Pkcs1];

    public bool Recognises(KeyContent content) => content.IsPem(Label) || content.Shape == DerShape.Pkcs1Public;

    public KeyFileInfo Read(KeyContent content) => new()
    {
        PublicEncoding = PublicKeyEncoding.Pkcs1,
        PublicKey = RsaDer.ReadPublic(content.Der),
    };

    public byte[] Write(PublicKey key, PublicKeyEncoding encoding, string? comment) => key.Type == KeyType.Rsa
        ? PemArmor.Write(Label, RsaDer.WritePublic(key))
        : throw KeyErrors.EncodingUnsupported($"PKCS#1 holds RSA keys only, and this one is {key.Type}.", "Write it as OpenSsh or Spki.");
}
