using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary><c>-----BEGIN PRIVATE KEY-----</c>, <c>-----BEGIN ENCRYPTED PRIVATE KEY-----</c> and their bare DER (RFC 5958).</summary>
internal sealed class Pkcs8PrivateFormat : IPrivateKeyFormat
{
    private const string Label = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    public IReadOnlyList<PrivateKeyEncoding> Encodings { get; } = [PrivateKeyEncoding.Pkcs8, PrivateKeyEncoding.Pkcs8Der];

    public bool Recognises(KeyContent content) =>
        content.IsPem(Label) || content.IsPem(EncryptedLabel) || content.Shape is DerShape.Pkcs8 or DerShape.EncryptedPkcs8;

    public KeyFileInfo Inspect(KeyContent content)
    {
        var encoding = content.Pem is null ? PrivateKeyEncoding.Pkcs8Der : PrivateKeyEncoding.Pkcs8;
        if (IsEncrypted(content))
            return new KeyFileInfo { PrivateEncoding = encoding, IsEncrypted = true, Cipher = Pbes2.Describe(content.Der) };
        using var key = Pkcs8Der.Read(content.Der);
        return new KeyFileInfo { PrivateEncoding = encoding, PublicKey = key.PublicKey };
    }

    public PrivateKey Read(KeyContent content, Passphrase? passphrase)
    {
        if (!IsEncrypted(content)) return Pkcs8Der.Read(content.Der);
        var der = Pbes2.Decrypt(content.Der, passphrase);
        try
        {
            return Pkcs8Der.Read(der);
        }
        finally
        {
            Secret.Clear(der);
        }
    }

    public byte[] Write(PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        var der = Pkcs8Der.Write(key);
        if (passphrase is not null) der = Pbes2.Encrypt(der, passphrase);
        if (encoding == PrivateKeyEncoding.Pkcs8Der) return der;
        try
        {
            return PemArmor.Write(passphrase is null ? Label : EncryptedLabel, der);
        }
        finally
        {
            Secret.Clear(der);
        }
    }

    private static bool IsEncrypted(KeyContent content) => content.IsPem(EncryptedLabel) || content.Shape == DerShape.EncryptedPkcs8;
}
