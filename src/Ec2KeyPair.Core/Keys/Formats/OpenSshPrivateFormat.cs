using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary><c>-----BEGIN OPENSSH PRIVATE KEY-----</c>: the container of OpenSSH's PROTOCOL.key.</summary>
internal sealed class OpenSshPrivateFormat : IPrivateKeyFormat
{
    private const string Label = "OPENSSH PRIVATE KEY";
    private const string Bcrypt = "bcrypt";
    private const int SaltSize = 16;
    private const int LineWidth = 70;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("openssh-key-v1\0");

    public IReadOnlyList<PrivateKeyEncoding> Encodings { get; } = [PrivateKeyEncoding.OpenSsh];

    public bool Recognises(KeyContent content) => content.IsPem(Label);

    public KeyFileInfo Inspect(KeyContent content)
    {
        var container = Container.Parse(content.Der);
        if (container.Cipher.IsNone)
        {
            using var key = Open(container, null);
            return new KeyFileInfo
            {
                PrivateEncoding = PrivateKeyEncoding.OpenSsh,
                PublicKey = container.PublicKey,
                Comment = key.Comment.Length == 0 ? null : key.Comment,
            };
        }
        return new KeyFileInfo
        {
            PrivateEncoding = PrivateKeyEncoding.OpenSsh,
            PublicKey = container.PublicKey,
            IsEncrypted = true,
            Cipher = container.Cipher.Name + "/" + Bcrypt,
        };
    }

    public PrivateKey Read(KeyContent content, Passphrase? passphrase) => Open(Container.Parse(content.Der), passphrase);

    public byte[] Write(PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        var cipher = passphrase is null ? OpenSshCipher.Find(OpenSshCipher.NoneName)! : OpenSshCipher.Written;
        byte[]? plain = null, keyAndIv = null, container = null;
        try
        {
            plain = WritePrivatePart(key, cipher.BlockSize);
            using var writer = new SshWriter();
            writer.WriteBytes(Magic);
            writer.WriteString(cipher.Name);
            if (passphrase is null)
            {
                writer.WriteString("none");
                writer.WriteString("");
            }
            else
            {
                var salt = Secret.Random(SaltSize);
                using var options = new SshWriter();
                options.WriteString(salt);
                options.WriteUInt32(KeyFileLimits.WrittenBcryptRounds);
                writer.WriteString(Bcrypt);
                writer.WriteString(options.ToArray());
                keyAndIv = BcryptPbkdf.Derive(
                    passphrase.Utf8, salt, KeyFileLimits.WrittenBcryptRounds, cipher.KeySize + cipher.IvSize);
                var encrypted = cipher.Decrypt(keyAndIv, plain, [])!; // counter mode: both directions are the same
                Secret.Clear(plain);
                plain = encrypted;
            }
            writer.WriteUInt32(1);
            writer.WriteString(key.PublicKey.SshBlob.Span);
            writer.WriteString(plain);
            container = writer.ToArray();
            return PemArmor.Write(Label, container, LineWidth);
        }
        finally
        {
            Secret.Clear(plain, keyAndIv, container);
        }
    }

    private static byte[] WritePrivatePart(PrivateKey key, int blockSize)
    {
        using var writer = new SshWriter();
        var check = Secret.Random(4);
        writer.WriteBytes(check);
        writer.WriteBytes(check);
        SshPrivateFields.Write(writer, key);
        writer.WriteString(key.Comment);
        for (byte padding = 1; writer.Length % blockSize != 0; padding++) writer.WriteByte(padding);
        return writer.ToArray();
    }

    private static PrivateKey Open(Container container, Passphrase? passphrase)
    {
        var cipher = container.Cipher;
        if (cipher.IsNone) return ReadPrivatePart(container.PrivatePart, container.PublicKey, false);
        if (passphrase is null || passphrase.IsEmpty) throw KeyErrors.PassphraseRequired();
        byte[]? keyAndIv = null, plain = null;
        try
        {
            keyAndIv = BcryptPbkdf.Derive(passphrase.Utf8, container.Salt, container.Rounds, cipher.KeySize + cipher.IvSize);
            plain = cipher.Decrypt(keyAndIv, container.PrivatePart, container.Tag) ?? throw KeyErrors.PassphraseIncorrect();
            return ReadPrivatePart(plain, container.PublicKey, true);
        }
        finally
        {
            Secret.Clear(keyAndIv, plain);
        }
    }

    private static PrivateKey ReadPrivatePart(byte[] plain, PublicKey publicKey, bool encrypted)
    {
        var reader = new SshReader(plain);
        if (reader.ReadUInt32() != reader.ReadUInt32())
            throw encrypted ? KeyErrors.PassphraseIncorrect() : KeyErrors.Corrupt("its check numbers differ");
        if (reader.ReadName() != publicKey.SshName) throw SshPrivateFields.Mismatch();
        PrivateKey key = publicKey.Type == KeyType.Rsa ? ReadRsa(ref reader, publicKey) : ReadEd25519(ref reader, publicKey);
        try
        {
            key.Comment = KeyText.ToComment(reader.ReadString());
            var padding = reader.Rest;
            for (var i = 0; i < padding.Length; i++)
            {
                if (padding[i] != (byte)(i + 1)) throw KeyErrors.Corrupt("its padding is wrong");
            }
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static RsaPrivateKey ReadRsa(ref SshReader reader, PublicKey publicKey)
    {
        if (!reader.ReadPositive().SequenceEqual(publicKey.Number) || !reader.ReadPositive().SequenceEqual(publicKey.Exponent))
            throw SshPrivateFields.Mismatch();
        var d = reader.ReadPositive();
        var inverseQ = reader.ReadPositive();
        var p = reader.ReadPositive();
        return SshPrivateFields.Rsa(publicKey, d, p, reader.ReadPositive(), inverseQ);
    }

    private static Ed25519PrivateKey ReadEd25519(ref SshReader reader, PublicKey publicKey)
    {
        var point = reader.ReadString();
        var both = reader.ReadString(); // the seed, and the public key once more
        if (both.Length != 2 * Ed25519PrivateKey.SeedSize) throw KeyErrors.Corrupt("its Ed25519 private key has the wrong length");
        if (!point.SequenceEqual(publicKey.Number) || !both.Slice(Ed25519PrivateKey.SeedSize).SequenceEqual(publicKey.Number))
            throw SshPrivateFields.Mismatch();
        return SshPrivateFields.Ed25519(publicKey, both.Slice(0, Ed25519PrivateKey.SeedSize));
    }

    /// <summary>The outer container, which is readable without the passphrase.</summary>
    private sealed record Container(
        OpenSshCipher Cipher, byte[] Salt, int Rounds, PublicKey PublicKey, byte[] PrivatePart, byte[] Tag)
    {
        internal static Container Parse(byte[] data)
        {
            var reader = new SshReader(data);
            if (data.Length < Magic.Length || !reader.ReadBytes(Magic.Length).SequenceEqual(Magic))
                throw KeyErrors.Corrupt("it does not begin with openssh-key-v1");
            string cipherName = reader.ReadName(), kdf = reader.ReadName();
            var options = new SshReader(reader.ReadString());
            var count = reader.ReadUInt32();
            if (count != 1) throw KeyErrors.Corrupt($"it holds {count} keys, not one");
            var publicKey = PublicKey.FromSshBlob(reader.ReadString()); // first, so that a type is refused by its name
            var cipher = OpenSshCipher.Find(cipherName) ?? throw KeyErrors.EncryptionUnsupported(cipherName);
            if (kdf is not (Bcrypt or "none")) throw KeyErrors.EncryptionUnsupported(kdf);
            if (cipher.IsNone != (kdf == "none")) throw KeyErrors.Corrupt("its cipher and its key derivation do not go together");
            byte[] salt = [];
            uint rounds = 0;
            if (!cipher.IsNone)
            {
                salt = options.ReadString().ToArray();
                rounds = options.ReadUInt32();
                if (salt.Length == 0 || rounds == 0) throw KeyErrors.Corrupt("its key derivation has no salt or no rounds");
                if (rounds > KeyFileLimits.MaxBcryptRounds) throw KeyErrors.TooCostly($"{rounds} rounds of bcrypt");
            }
            options.RequireEnd("its key derivation");
            var privatePart = reader.ReadString();
            if (privatePart.Length < cipher.BlockSize || privatePart.Length % cipher.BlockSize != 0)
                throw KeyErrors.Corrupt("its private part is not whole blocks");
            var tag = reader.ReadBytes(cipher.TagSize).ToArray();
            reader.RequireEnd("its private part");
            return new Container(cipher, salt, (int)rounds, publicKey, privatePart.ToArray(), tag);
        }
    }
}
