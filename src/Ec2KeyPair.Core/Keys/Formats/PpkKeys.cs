using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>The keys that a PPK passphrase turns into (PuTTY manual, sections C.4 and C.5).</summary>
internal sealed class PpkKeys : IDisposable
{
    private const int CipherKeySize = 32;
    private const int IvSize = 16;
    private const int MacKeySize = 32;

    private PpkKeys(byte[] cipherKey, byte[] iv, byte[] macKey) => (CipherKey, Iv, MacKey) = (cipherKey, iv, macKey);

    internal byte[] CipherKey { get; }

    internal byte[] Iv { get; }

    internal byte[] MacKey { get; }

    /// <summary>Version 3: cipher key, IV and MAC key in one Argon2 output; not encrypted, the MAC key is empty.</summary>
    internal static PpkKeys Version3(PpkArgon2? argon2, ReadOnlySpan<byte> passphrase)
    {
        if (argon2 is null) return new PpkKeys([], [], []);
        var all = argon2.Derive(passphrase, CipherKeySize + IvSize + MacKeySize);
        try
        {
            return new PpkKeys(
                all.AsSpan(0, CipherKeySize).ToArray(),
                all.AsSpan(CipherKeySize, IvSize).ToArray(),
                all.AsSpan(CipherKeySize + IvSize, MacKeySize).ToArray());
        }
        finally
        {
            Secret.Clear(all);
        }
    }

    /// <summary>Version 2: SHA-1 with counters, IV zero, MAC key from a constant and the passphrase (empty when not encrypted).</summary>
    internal static PpkKeys Version2(ReadOnlySpan<byte> passphrase)
    {
        byte[] first = Hash([0, 0, 0, 0], passphrase), second = Hash([0, 0, 0, 1], passphrase);
        var cipherKey = new byte[CipherKeySize];
        first.CopyTo(cipherKey, 0);
        Array.Copy(second, 0, cipherKey, first.Length, CipherKeySize - first.Length);
        Secret.Clear(first, second);
        return new PpkKeys(
            cipherKey, new byte[IvSize], Hash(Encoding.ASCII.GetBytes("putty-private-key-file-mac-key"), passphrase));
    }

    public void Dispose() => Secret.Clear(CipherKey, Iv, MacKey);

    private static byte[] Hash(byte[] prefix, ReadOnlySpan<byte> passphrase)
    {
        var input = new byte[prefix.Length + passphrase.Length];
        prefix.CopyTo(input, 0);
        passphrase.CopyTo(input.AsSpan(prefix.Length));
        var digest = Digests.Sha1(input);
        Secret.Clear(input);
        return digest;
    }
}
