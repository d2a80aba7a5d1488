namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>The key derivation of encrypted OpenSSH keys: OpenBSD's <c>lib/libutil/bcrypt_pbkdf.c</c>.</summary>
internal static class BcryptPbkdf
{
    /// <summary>Derives <paramref name="length"/> bytes (1 to 64 here; no OpenSSH cipher needs more).</summary>
    /// <param name="passphrase">At least one byte.</param>
    /// <param name="salt">The salt of the container, 16 bytes where OpenSSH wrote it.</param>
    /// <param name="rounds">The cost: about 4.5 ms each.</param>
    /// <param name="length">Bytes to derive.</param>
    internal static byte[] Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int rounds, int length)
    {
        if (length is < 1 or > 2 * BcryptHash.Size) throw new ArgumentOutOfRangeException(nameof(length));
        var blocks = (length + BcryptHash.Size - 1) / BcryptHash.Size;
        byte[][] sums = [new byte[BcryptHash.Size], new byte[BcryptHash.Size]];
        byte[][] results = [new byte[BcryptHash.Size], new byte[BcryptHash.Size]];
        var password = passphrase.ToArray();
        var passwordDigest = Digests.Sha512(password);
        byte[][] salts = [CountedSalt(salt, 1), CountedSalt(salt, 2)];
        var key = new byte[length];
        using var hash = new BcryptHash(passwordDigest);
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                hash.Hash(salts[0], salts[1], results[0], results[1]);
                for (var lane = 0; lane < 2; lane++)
                {
                    for (var i = 0; i < BcryptHash.Size; i++) sums[lane][i] ^= results[lane][i];
                    salts[lane] = Digests.Sha512(results[lane]);
                }
            }
            // The blocks are dealt out like cards, so that learning a part of the key takes all of the work.
            for (var i = 0; i < length; i++) key[i] = sums[i % blocks][i / blocks];
            return key;
        }
        finally
        {
            Secret.Clear(password, passwordDigest, sums[0], sums[1], results[0], results[1], salts[0], salts[1]);
        }
    }

    private static byte[] CountedSalt(ReadOnlySpan<byte> salt, byte count)
    {
        var counted = new byte[salt.Length + 4];
        salt.CopyTo(counted);
        counted[counted.Length - 1] = count;
        return Digests.Sha512(counted);
    }
}
