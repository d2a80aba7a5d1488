namespace Ec2KeyPair.Core.Keys;

/// <summary>A private key in memory. It zeroes itself on dispose and prints nothing secret.</summary>
/// <example><code>using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: "web");</code></example>
public abstract class PrivateKey : IDisposable
{
    private protected PrivateKey(PublicKey publicKey) => PublicKey = publicKey;

    /// <summary>RSA or Ed25519.</summary>
    public KeyType Type => PublicKey.Type;

    /// <summary>Modulus length in bits for RSA (2048), 256 for Ed25519.</summary>
    public int Size => PublicKey.Size;

    /// <summary>The public half; it stays usable after dispose.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The comment that OpenSSH and PPK files carry; empty where there is none. Not secret.</summary>
    public string Comment { get; set; } = "";

    /// <summary>True once the private half has been zeroed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>True when <paramref name="publicKey"/> is the public half of this key.</summary>
    public bool Matches(PublicKey? publicKey) => PublicKey.Equals(publicKey);

    /// <summary>Zeroes the private half.</summary>
    public void Dispose()
    {
        if (IsDisposed) return;
        IsDisposed = true;
        Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Type, size and public fingerprint, <c>Ed25519 256 SHA256:...</c>; never anything private.</summary>
    public sealed override string ToString() => PublicKey.ToString();

    private protected abstract void Clear();

    private protected void ThrowIfDisposed()
    {
        if (IsDisposed) throw new ObjectDisposedException(GetType().Name);
    }
}
