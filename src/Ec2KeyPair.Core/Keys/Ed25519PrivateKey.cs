using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Ec2KeyPair.Core.Keys;

/// <summary>An Ed25519 private key: the 32-byte seed of RFC 8032, section 5.1.5.</summary>
public sealed class Ed25519PrivateKey : PrivateKey
{
    /// <summary>Bytes of the seed, and of the public key.</summary>
    internal const int SeedSize = 32;

    private readonly byte[] _seed;

    private Ed25519PrivateKey(byte[] seed, PublicKey publicKey) : base(publicKey) => _seed = seed;

    /// <summary>Copies the seed; the caller keeps and clears its own.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyFileCorrupt: it is not 32 bytes long.</exception>
    internal static Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize) throw KeyErrors.Corrupt($"an Ed25519 private key has 32 bytes, not {seed.Length}");
        var copy = seed.ToArray();
        var point = new byte[SeedSize];
        Ed25519.GeneratePublicKey(copy, 0, point, 0);
        return new Ed25519PrivateKey(copy, PublicKey.FromEd25519(point));
    }

    /// <summary>The seed itself, not a copy: read it, don't keep it.</summary>
    internal ReadOnlySpan<byte> Seed
    {
        get
        {
            ThrowIfDisposed();
            return _seed;
        }
    }

    /// <summary>The 64 bytes of a signature over the data (RFC 8032, section 5.1.6; pure Ed25519, no context).</summary>
    internal byte[] Sign(ReadOnlySpan<byte> data)
    {
        ThrowIfDisposed();
        var message = data.ToArray();
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, message, 0, message.Length, signature, 0);
        return signature;
    }

    private protected override void Clear() => Array.Clear(_seed, 0, _seed.Length);
}
