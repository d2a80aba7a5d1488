using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary><c>-----BEGIN RSA PRIVATE KEY-----</c> (RFC 8017 appendix A.1.2), also as bare DER.</summary>
internal sealed class Pkcs1PrivateFormat : IPrivateKeyFormat
{
    private const string Label = "RSA PRIVATE KEY";

    public IReadOnlyList<PrivateKeyEncoding> Encodings { get; } = [PrivateKeyEncoding.Pkcs1];

    public bool Recognises(KeyContent content) => content.IsPem(Label) || content.Shape == DerShape.Pkcs1Private;

    public KeyFileInfo Inspect(KeyContent content)
    {
        if (content.Pem is { } block && LegacyPemCipher.IsEncrypted(block))
        {
            return new KeyFileInfo
            {
                PrivateEncoding = PrivateKeyEncoding.Pkcs1, IsEncrypted = true, Cipher = LegacyPemCipher.Describe(block),
            };
        }
        using var key = Read(content, null);
        return new KeyFileInfo { PrivateEncoding = PrivateKeyEncoding.Pkcs1, PublicKey = key.PublicKey };
    }

    public PrivateKey Read(KeyContent content, Passphrase? passphrase)
    {
        if (content.Pem is not { } block || !LegacyPemCipher.IsEncrypted(block)) return RsaDer.ReadPrivate(content.Der);
        var der = LegacyPemCipher.Decrypt(block, passphrase);
        try
        {
            return RsaDer.ReadPrivate(der);
        }
        finally
        {
            Secret.Clear(der);
        }
    }

    public byte[] Write(PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        if (key is not RsaPrivateKey rsa)
            throw KeyErrors.EncodingUnsupported($"PKCS#1 holds RSA keys only, and this one is {key.Type}.", "Write it as OpenSsh or Pkcs8.");
        if (passphrase is not null)
        {
            throw KeyErrors.EncodingUnsupported(
                "PKCS#1 files can be encrypted only with a key derivation (one pass of MD5) that no longer protects them.",
                "Write it as Pkcs8 or OpenSsh, or without a passphrase.");
        }
        var der = RsaDer.WritePrivate(rsa.Parameters);
        try
        {
            return PemArmor.Write(Label, der);
        }
        finally
        {
            Secret.Clear(der);
        }
    }
}
