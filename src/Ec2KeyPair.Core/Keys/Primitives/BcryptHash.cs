using System.Runtime.CompilerServices;

namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>
/// bcrypt_hash of OpenBSD's <c>lib/libutil/bcrypt_pbkdf.c</c>: eksblowfish under two 64-byte digests, 64 rounds,
/// over the text "OxychromaticBlowfishSwatDynamite".
/// </summary>
/// <remarks>
/// BouncyCastle keeps the state of its bcrypt and Blowfish private and takes neither this salt length nor this
/// text, and SSH.NET's is internal; so this composition, and only this, is written here. Two hashes are worked on
/// side by side: a Blowfish round waits for four table look-ups, and a second, independent hash fills the wait.
/// OpenSSH keys need exactly two (48 or 64 bytes of key and IV), so that both lanes carry work.
/// </remarks>
internal sealed unsafe class BcryptHash : IDisposable
{
    /// <summary>Bytes of one result.</summary>
    internal const int Size = 32;

    private const int SubKeys = 18;
    private const int State = SubKeys + 4 * 256;
    private const int KeyWords = 16;

    // "OxychromaticBlowfishSwatDynamite" as big-endian words.
    private static readonly uint[] Text =
        [0x4f787963, 0x68726f6d, 0x61746963, 0x426c6f77, 0x66697368, 0x53776174, 0x44796e61, 0x6d697465];

    private readonly uint[] _states = new uint[2 * State];
    private readonly uint[] _password = new uint[KeyWords];
    private readonly uint[] _salts = new uint[2 * KeyWords];

    /// <summary>Prepares hashes under the SHA-512 of one passphrase.</summary>
    internal BcryptHash(byte[] passwordDigest) => Load(passwordDigest, _password, 0);

    /// <summary>Hashes two salts, each the SHA-512 of something, into two results of <see cref="Size"/> bytes.</summary>
    internal void Hash(byte[] saltDigest0, byte[] saltDigest1, byte[] result0, byte[] result1)
    {
        Load(saltDigest0, _salts, 0);
        Load(saltDigest1, _salts, KeyWords);
        Array.Copy(BlowfishPi.Words, 0, _states, 0, State);
        Array.Copy(BlowfishPi.Words, 0, _states, State, State);
        fixed (uint* a = _states, password = _password, saltA = _salts)
        {
            var b = a + State;
            var saltB = saltA + KeyWords;
            Expand(a, b, password, password, saltA, saltB);
            for (var i = 0; i < 64; i++)
            {
                Expand(a, b, saltA, saltB, null, null);
                Expand(a, b, password, password, null, null);
            }
            for (var word = 0; word < Text.Length; word += 2)
                EncryptText(a, b, word, result0, result1);
        }
    }

    /// <summary>Zeroes everything that was derived from the passphrase.</summary>
    public void Dispose()
    {
        Array.Clear(_states, 0, _states.Length);
        Array.Clear(_password, 0, _password.Length);
        Array.Clear(_salts, 0, _salts.Length);
    }

    private static void EncryptText(uint* a, uint* b, int word, byte[] result0, byte[] result1)
    {
        uint al = Text[word], ar = Text[word + 1], bl = al, br = ar;
        for (var i = 0; i < 64; i++)
            Encipher(a, b, ref al, ref ar, ref bl, ref br);
        StoreLittleEndian(result0, word, al, ar);
        StoreLittleEndian(result1, word, bl, br);
    }

    /// <summary>Blowfish_expandstate; with null salts Blowfish_expand0state.</summary>
    [MethodImpl((MethodImplOptions)512)] // AggressiveOptimization, which netstandard2.0 does not name: a hot loop from its first call.
    private static void Expand(uint* a, uint* b, uint* keyA, uint* keyB, uint* saltA, uint* saltB)
    {
        for (var i = 0; i < SubKeys; i++)
        {
            a[i] ^= keyA[i & (KeyWords - 1)];
            b[i] ^= keyB[i & (KeyWords - 1)];
        }
        uint al = 0, ar = 0, bl = 0, br = 0;
        for (var i = 0; i < State; i += 2)
        {
            if (saltA != null)
            {
                al ^= saltA[i & (KeyWords - 1)];
                ar ^= saltA[(i + 1) & (KeyWords - 1)];
                bl ^= saltB[i & (KeyWords - 1)];
                br ^= saltB[(i + 1) & (KeyWords - 1)];
            }
            Encipher(a, b, ref al, ref ar, ref bl, ref br);
            a[i] = al;
            a[i + 1] = ar;
            b[i] = bl;
            b[i + 1] = br;
        }
    }

    /// <summary>One Blowfish block in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Encipher(uint* a, uint* b, ref uint al, ref uint ar, ref uint bl, ref uint br)
    {
        uint xl = al ^ a[0], xr = ar, yl = bl ^ b[0], yr = br;
        for (var i = 1; i < SubKeys - 1; i += 2)
        {
            xr ^= F(a, xl) ^ a[i];
            yr ^= F(b, yl) ^ b[i];
            xl ^= F(a, xr) ^ a[i + 1];
            yl ^= F(b, yr) ^ b[i + 1];
        }
        al = xr ^ a[SubKeys - 1];
        ar = xl;
        bl = yr ^ b[SubKeys - 1];
        br = yl;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint F(uint* state, uint x) =>
        ((state[SubKeys + (x >> 24)] + state[SubKeys + 256 + ((x >> 16) & 0xff)])
            ^ state[SubKeys + 512 + ((x >> 8) & 0xff)])
        + state[SubKeys + 768 + (x & 0xff)];

    private static void Load(byte[] digest, uint[] words, int at)
    {
        for (var i = 0; i < KeyWords; i++)
        {
            words[at + i] = (uint)digest[4 * i] << 24 | (uint)digest[4 * i + 1] << 16
                | (uint)digest[4 * i + 2] << 8 | digest[4 * i + 3];
        }
    }

    private static void StoreLittleEndian(byte[] result, int word, uint first, uint second)
    {
        for (var i = 0; i < 4; i++)
        {
            result[4 * word + i] = (byte)(first >> (8 * i));
            result[4 * word + 4 + i] = (byte)(second >> (8 * i));
        }
    }
}
