using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>PuTTY's key files, version 3 (read and write) and 2 (read); PuTTY manual, appendix C.</summary>
internal sealed class PpkFormat : IPrivateKeyFormat
{
    private const string Aes = "aes256-cbc";
    private const int BlockSize = 16;

    public IReadOnlyList<PrivateKeyEncoding> Encodings { get; } = [PrivateKeyEncoding.Ppk];

    public bool Recognises(KeyContent content) =>
        content.Shape == DerShape.None && content.Pem is null && PpkText.Recognises(content.Bytes);

    public KeyFileInfo Inspect(KeyContent content)
    {
        var file = PpkText.Parse(content.Bytes);
        var publicKey = ReadPublic(file);
        if (!file.IsEncrypted) Open(file, publicKey, null).Dispose(); // says now whether the file is sound
        Secret.Clear(file.PrivateBlob);
        return new KeyFileInfo
        {
            PrivateEncoding = file.Version == 3 ? PrivateKeyEncoding.Ppk : PrivateKeyEncoding.PpkV2,
            IsEncrypted = file.IsEncrypted,
            Cipher = !file.IsEncrypted ? null : Aes + "/" + (file.Argon2?.Variant.ToLowerInvariant() ?? "sha1"),
            Comment = file.Comment.Length == 0 ? null : KeyText.ToComment(file.Comment),
            PublicKey = publicKey,
        };
    }

    public PrivateKey Read(KeyContent content, Passphrase? passphrase)
    {
        var file = PpkText.Parse(content.Bytes);
        try
        {
            return Open(file, ReadPublic(file), passphrase);
        }
        finally
        {
            Secret.Clear(file.PrivateBlob);
        }
    }

    public byte[] Write(PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        var argon2 = passphrase is null ? null : PpkArgon2.ForWriting();
        var encryption = passphrase is null ? "none" : Aes;
        var comment = Encoding.ASCII.GetBytes(KeyText.PrintableAscii(key.Comment));
        var publicBlob = key.PublicKey.SshBlob.ToArray();
        byte[]? blob = null, privateLines = null;
        try
        {
            blob = WritePrivateBlob(key, passphrase is null ? 1 : BlockSize);
            using var keys = PpkKeys.Version3(argon2, passphrase is null ? default : passphrase.Utf8);
            var mac = Mac(3, keys.MacKey, key.PublicKey.SshName, encryption, comment, publicBlob, blob);
            if (passphrase is not null)
            {
                var plain = blob;
                blob = BlockCiphers.AesCbc(keys.CipherKey, keys.Iv, plain, encrypt: true);
                Secret.Clear(plain);
            }
            var publicLines = KeyText.ToBase64Lines(publicBlob, 64);
            privateLines = KeyText.ToBase64Lines(blob, 64);
            using var writer = new SshWriter();
            void Line(string text) => writer.WriteBytes(Encoding.ASCII.GetBytes(text + "\n"));
            Line("PuTTY-User-Key-File-3: " + key.PublicKey.SshName);
            Line("Encryption: " + encryption);
            Line("Comment: " + Encoding.ASCII.GetString(comment));
            Line(FormattableString.Invariant($"Public-Lines: {CountLines(publicLines)}"));
            writer.WriteBytes(publicLines);
            if (argon2 is not null)
            {
                Line("Key-Derivation: " + argon2.Variant);
                Line(FormattableString.Invariant($"Argon2-Memory: {argon2.MemoryKiB}"));
                Line(FormattableString.Invariant($"Argon2-Passes: {argon2.Passes}"));
                Line(FormattableString.Invariant($"Argon2-Parallelism: {argon2.Parallelism}"));
                Line("Argon2-Salt: " + Hex.Encode(argon2.Salt));
            }
            Line(FormattableString.Invariant($"Private-Lines: {CountLines(privateLines)}"));
            writer.WriteBytes(privateLines);
            Line("Private-MAC: " + Hex.Encode(mac));
            return writer.ToArray();
        }
        finally
        {
            Secret.Clear(blob, privateLines);
        }
    }

    private static PublicKey ReadPublic(PpkText file)
    {
        if (!SshNames.IsKeyType(file.Algorithm)) throw KeyErrors.Corrupt("the key type on its first line is not one that SSH has");
        if (file.Algorithm is not (SshNames.Rsa or SshNames.Ed25519)) throw SshNames.Refuse(file.Algorithm);
        if (file.Encryption is not (Aes or "none")) throw KeyErrors.EncryptionUnsupported(KeyText.PrintableAscii(file.Encryption));
        file.Argon2?.Check();
        var key = PublicKey.FromSshBlob(file.PublicBlob);
        return key.SshName == file.Algorithm ? key : throw KeyErrors.Corrupt("its first line names another key type than its public key");
    }

    private static PrivateKey Open(PpkText file, PublicKey publicKey, Passphrase? passphrase)
    {
        if (file.IsEncrypted && (passphrase is null || passphrase.IsEmpty)) throw KeyErrors.PassphraseRequired();
        if (file.IsEncrypted && (file.PrivateBlob.Length == 0 || file.PrivateBlob.Length % BlockSize != 0))
            throw KeyErrors.Corrupt("its private part is not whole blocks");
        var secret = file.IsEncrypted ? passphrase!.Utf8 : default;
        using var keys = file.Version == 3 ? PpkKeys.Version3(file.Argon2, secret) : PpkKeys.Version2(secret);
        var blob = file.IsEncrypted
            ? BlockCiphers.AesCbc(keys.CipherKey, keys.Iv, file.PrivateBlob, encrypt: false)
            : (byte[])file.PrivateBlob.Clone();
        try
        {
            var mac = Mac(file.Version, keys.MacKey, file.Algorithm, file.Encryption, file.Comment, file.PublicBlob, blob);
            if (Hex.Decode(file.Mac) is not { } expected) throw KeyErrors.Corrupt("its MAC is not hex");
            if (!Secret.Same(mac, expected))
                throw file.IsEncrypted ? KeyErrors.PassphraseIncorrect() : KeyErrors.Corrupt("its MAC does not fit");
            var key = ReadPrivateBlob(blob, publicKey);
            key.Comment = KeyText.ToComment(file.Comment);
            return key;
        }
        finally
        {
            Secret.Clear(blob);
        }
    }

    /// <summary>Section C.3: RSA as d, p, q, q^-1 mod p; Ed25519 as the seed. What follows is padding, which the MAC covers.</summary>
    private static PrivateKey ReadPrivateBlob(byte[] blob, PublicKey publicKey)
    {
        var reader = new SshReader(blob);
        if (publicKey.Type == KeyType.Rsa)
        {
            var d = reader.ReadPositive();
            var p = reader.ReadPositive();
            var q = reader.ReadPositive();
            return SshPrivateFields.Rsa(publicKey, d, p, q, reader.ReadPositive());
        }
        return SshPrivateFields.Ed25519(publicKey, reader.ReadString());
    }

    private static byte[] WritePrivateBlob(PrivateKey key, int blockSize)
    {
        using var writer = new SshWriter();
        if (key is RsaPrivateKey rsa)
        {
            var numbers = rsa.Parameters;
            writer.WritePositive(numbers.D);
            writer.WritePositive(numbers.P);
            writer.WritePositive(numbers.Q);
            writer.WritePositive(numbers.InverseQ);
        }
        else
        {
            writer.WriteString(((Ed25519PrivateKey)key).Seed);
        }
        writer.WriteBytes(Secret.Random((blockSize - writer.Length % blockSize) % blockSize));
        return writer.ToArray();
    }

    private static byte[] Mac(
        int version, byte[] macKey, string algorithm, string encryption, byte[] comment, byte[] publicBlob, byte[] privateBlob)
    {
        using var writer = new SshWriter();
        writer.WriteString(algorithm);
        writer.WriteString(encryption);
        writer.WriteString(comment);
        writer.WriteString(publicBlob);
        writer.WriteString(privateBlob);
        var input = writer.ToArray();
        try
        {
            using HMAC hmac = version == 3 ? new HMACSHA256(macKey) : new HMACSHA1(macKey);
            return hmac.ComputeHash(input);
        }
        finally
        {
            Secret.Clear(input);
        }
    }

    private static int CountLines(byte[] lines) => lines.Count(value => value == '\n');
}
