using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Secrets;
using Org.BouncyCastle.Crypto.Generators;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>EncryptedPrivateKeyInfo (RFC 5958 section 3) under PBES2 (RFC 8018 section 6.2), with PBKDF2 or scrypt (RFC 7914).</summary>
internal static class Pbes2
{
    private const int SaltSize = 16;
    private const int MaxSaltSize = 1024;

    /// <summary>Cipher and key derivation, <c>aes256-cbc/pbkdf2-hmac-sha256</c>; of a scheme that is not PBES2 its identifier.</summary>
    internal static string Describe(ReadOnlySpan<byte> der)
    {
        var outer = new DerReader(der);
        var info = outer.ReadSequence();
        var scheme = info.ReadSequence();
        var oid = scheme.ReadOid();
        if (oid != Oids.Pbes2) return Scheme(oid);
        var parameters = scheme.ReadSequence();
        var kdf = Kdf.Read(parameters.ReadSequence());
        return Cipher.Read(parameters.ReadSequence()).Name + "/" + kdf.Name;
    }

    /// <summary>The PKCS#8 structure inside; the caller zeroes it.</summary>
    internal static byte[] Decrypt(ReadOnlySpan<byte> der, Passphrase? passphrase)
    {
        var outer = new DerReader(der);
        var info = outer.ReadSequence();
        outer.RequireEnd();
        var scheme = info.ReadSequence();
        var oid = scheme.ReadOid();
        if (oid != Oids.Pbes2) throw KeyErrors.EncryptionUnsupported(Scheme(oid));
        var parameters = scheme.ReadSequence();
        var kdf = Kdf.Read(parameters.ReadSequence());
        var cipher = Cipher.Read(parameters.ReadSequence());
        var data = info.Read(DerTag.OctetString).ToArray();
        info.RequireEnd();
        if (kdf.KeySize is { } size && size != cipher.KeySize) throw KeyErrors.Corrupt("its key length does not fit its cipher");
        if (data.Length == 0 || data.Length % cipher.BlockSize != 0) throw KeyErrors.Corrupt("its encrypted part is not whole blocks");
        if (passphrase is null || passphrase.IsEmpty) throw KeyErrors.PassphraseRequired();

        byte[]? key = null, padded = null;
        try
        {
            key = kdf.Derive(passphrase.Utf8, cipher.KeySize);
            padded = cipher.BlockSize == 16
                ? BlockCiphers.AesCbc(key, cipher.Iv, data, encrypt: false)
                : BlockCiphers.TripleDesCbcDecrypt(key, cipher.Iv, data);
            var plain = BlockCiphers.Unpad(padded, cipher.BlockSize);
            // Of 256 wrong passphrases one yields good padding; the outer SEQUENCE tells nearly all of those.
            return plain is not null && DerReader.IsOneSequence(plain) ? plain : throw KeyErrors.PassphraseIncorrect();
        }
        finally
        {
            Secret.Clear(key, padded);
        }
    }

    /// <summary>AES-256-CBC under PBKDF2-HMAC-SHA256. Zeroes <paramref name="plain"/>.</summary>
    internal static byte[] Encrypt(byte[] plain, Passphrase passphrase)
    {
        byte[] salt = Secret.Random(SaltSize), iv = Secret.Random(16);
        byte[]? key = null, padded = null;
        try
        {
            key = Pbkdf2.Derive(passphrase.Utf8, salt, KeyFileLimits.WrittenPbkdf2Iterations, Pbkdf2Hash.Sha256, 32);
            padded = BlockCiphers.Pad(plain, 16);
            var data = BlockCiphers.AesCbc(key, iv, padded, encrypt: true);
            return DerWriter.Sequence(
                DerWriter.Sequence(
                    DerWriter.Oid(Oids.Pbes2),
                    DerWriter.Sequence(
                        DerWriter.Sequence(
                            DerWriter.Oid(Oids.Pbkdf2),
                            DerWriter.Sequence(
                                DerWriter.OctetString(salt),
                                DerWriter.Unsigned(KeyFileLimits.WrittenPbkdf2Iterations),
                                DerWriter.Sequence(DerWriter.Oid(Oids.HmacSha256), DerWriter.Null()))),
                        DerWriter.Sequence(DerWriter.Oid(Oids.Aes256Cbc), DerWriter.OctetString(iv)))),
                DerWriter.OctetString(data));
        }
        finally
        {
            Secret.Clear(key, padded, plain);
        }
    }

    private static string Scheme(string oid) => oid switch
    {
        "1.2.840.113549.1.5.3" => "PBES1 with MD5 and DES",
        "1.2.840.113549.1.5.10" => "PBES1 with SHA-1 and DES",
        "1.2.840.113549.1.12.1.3" => "PKCS#12 PBE with SHA-1 and 3DES",
        _ => "scheme " + oid,
    };

    private sealed record Cipher(string Name, int KeySize, int BlockSize, byte[] Iv)
    {
        internal static Cipher Read(DerReader algorithm)
        {
            var oid = algorithm.ReadOid();
            (string Name, int KeySize, int BlockSize) = oid switch
            {
                Oids.Aes128Cbc => ("aes128-cbc", 16, 16),
                Oids.Aes192Cbc => ("aes192-cbc", 24, 16),
                Oids.Aes256Cbc => ("aes256-cbc", 32, 16),
                Oids.TripleDesCbc => ("3des-cbc", 24, 8),
                _ => throw KeyErrors.EncryptionUnsupported("cipher " + oid),
            };
            var iv = algorithm.Read(DerTag.OctetString).ToArray();
            return iv.Length == BlockSize
                ? new Cipher(Name, KeySize, BlockSize, iv)
                : throw KeyErrors.Corrupt("its initialization vector has the wrong length");
        }
    }

    private abstract record Kdf(string Name, byte[] Salt, int? KeySize)
    {
        internal abstract byte[] Derive(ReadOnlySpan<byte> passphrase, int keySize);

        internal static Kdf Read(DerReader algorithm)
        {
            var oid = algorithm.ReadOid();
            if (oid is not (Oids.Pbkdf2 or Oids.Scrypt)) throw KeyErrors.EncryptionUnsupported("key derivation " + oid);
            var parameters = algorithm.ReadSequence();
            var salt = parameters.Read(DerTag.OctetString).ToArray();
            if (salt.Length > MaxSaltSize) throw KeyErrors.TooCostly($"a salt of {salt.Length} bytes");
            return oid == Oids.Pbkdf2 ? Pbkdf2Kdf.Read(salt, parameters) : ScryptKdf.Read(salt, parameters);
        }

        private protected static int? ReadKeySize(ref DerReader parameters) =>
            parameters.NextTag == DerTag.Integer ? parameters.ReadInt32() : null;
    }

    private sealed record Pbkdf2Kdf(string Name, byte[] Salt, int? KeySize, int Iterations, Pbkdf2Hash Hash)
        : Kdf(Name, Salt, KeySize)
    {
        internal static Pbkdf2Kdf Read(byte[] salt, DerReader parameters)
        {
            var iterations = parameters.ReadInt32();
            if (iterations < 1) throw KeyErrors.Corrupt("its iteration count is zero");
            if (iterations > KeyFileLimits.MaxPbkdf2Iterations) throw KeyErrors.TooCostly($"{iterations} iterations of PBKDF2");
            var keySize = ReadKeySize(ref parameters);
            var prf = parameters.IsEmpty ? Oids.HmacSha1 : ReadPrf(ref parameters);
            parameters.RequireEnd();
            (string Name, Pbkdf2Hash Hash) = prf switch
            {
                Oids.HmacSha1 => ("pbkdf2-hmac-sha1", Pbkdf2Hash.Sha1),
                Oids.HmacSha256 => ("pbkdf2-hmac-sha256", Pbkdf2Hash.Sha256),
                Oids.HmacSha384 => ("pbkdf2-hmac-sha384", Pbkdf2Hash.Sha384),
                Oids.HmacSha512 => ("pbkdf2-hmac-sha512", Pbkdf2Hash.Sha512),
                _ => throw KeyErrors.EncryptionUnsupported("PBKDF2 with " + prf),
            };
            if (Hash == Pbkdf2Hash.Sha1 && iterations > KeyFileLimits.MaxPbkdf2Iterations / 2)
                throw KeyErrors.TooCostly($"{iterations} iterations of PBKDF2 with HMAC-SHA1");
            return new Pbkdf2Kdf(Name, salt, keySize, iterations, Hash);
        }

        internal override byte[] Derive(ReadOnlySpan<byte> passphrase, int keySize) =>
            Pbkdf2.Derive(passphrase, Salt, Iterations, Hash, keySize);

        private static string ReadPrf(ref DerReader parameters) => parameters.ReadSequence().ReadOid();
    }

    private sealed record ScryptKdf(byte[] Salt, int? KeySize, int Cost, int BlockSize, int Parallelism)
        : Kdf("scrypt", Salt, KeySize)
    {
        internal static ScryptKdf Read(byte[] salt, DerReader parameters)
        {
            int cost = parameters.ReadInt32(), blockSize = parameters.ReadInt32(), parallelism = parameters.ReadInt32();
            if (cost < 2 || (cost & (cost - 1)) != 0 && cost != int.MaxValue || blockSize < 1 || parallelism < 1)
                throw KeyErrors.Corrupt("its scrypt parameters are out of range");
            var memory = 128m * cost * blockSize;
            if (memory > KeyFileLimits.MaxScryptBytes || memory * parallelism > KeyFileLimits.MaxScryptWork)
                throw KeyErrors.TooCostly($"scrypt with N {cost}, r {blockSize}, p {parallelism}");
            var keySize = ReadKeySize(ref parameters);
            parameters.RequireEnd();
            return new ScryptKdf(salt, keySize, cost, blockSize, parallelism);
        }

        internal override byte[] Derive(ReadOnlySpan<byte> passphrase, int keySize)
        {
            var password = passphrase.ToArray();
            try
            {
                return SCrypt.Generate(password, Salt, Cost, BlockSize, Parallelism, keySize);
            }
            finally
            {
                Secret.Clear(password);
            }
        }
    }
}
