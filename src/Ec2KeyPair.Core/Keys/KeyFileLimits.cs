namespace Ec2KeyPair.Core.Keys;

/// <summary>
/// What the module will spend on one key file. Key files come from strangers too, and their headers say how
/// much work opening them takes; beyond these limits the answer is <c>KeyFileTooCostly</c>.
/// </summary>
/// <remarks>The aim of every limit: under a second and under 64 MB on an ordinary two-core machine of 2020.</remarks>
public static class KeyFileLimits
{
    /// <summary>Bytes of a key file. The largest honest one, RSA-16384 as UTF-16, has under 30,000.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    /// <summary>Shortest RSA modulus that is read, in bits: the shortest that EC2 imports.</summary>
    public const int MinRsaBits = 1024;

    /// <summary>Longest RSA modulus that is read, in bits: the longest that ssh-keygen makes.</summary>
    public const int MaxRsaBits = 16384;

    /// <summary>Rounds of bcrypt_pbkdf. ssh-keygen uses 16 or 24 unless told otherwise; each takes about 4.5 ms.</summary>
    public const int MaxBcryptRounds = 160;

    /// <summary>Iterations of PBKDF2. OpenSSL uses 2,048 unless told otherwise, this module writes
    /// <see cref="WrittenPbkdf2Iterations"/>. With HMAC-SHA1 half as many: its short output takes two runs for a key.</summary>
    public const int MaxPbkdf2Iterations = 1_000_000;

    /// <summary>Memory of scrypt (128 · N · r) in bytes. OpenSSL uses 16 MiB unless told otherwise.</summary>
    public const int MaxScryptBytes = 32 * 1024 * 1024;

    /// <summary>Parallelism p of scrypt times its memory, in bytes: the work.</summary>
    public const int MaxScryptWork = 64 * 1024 * 1024;

    /// <summary>Memory of Argon2 in KiB. puttygen uses 8,192 unless told otherwise.</summary>
    public const int MaxArgon2KiB = 32 * 1024;

    /// <summary>Memory of Argon2 in KiB times passes: the work. puttygen aims at 100 ms, about 8,192 KiB times 13.</summary>
    public const int MaxArgon2Work = 384 * 1024;

    /// <summary>Lanes of Argon2. puttygen uses 1 unless told otherwise.</summary>
    public const int MaxArgon2Lanes = 16;

    /// <summary>Iterations of PBKDF2-HMAC-SHA256 in what this module writes (OWASP Password Storage Cheat Sheet, 2023).</summary>
    public const int WrittenPbkdf2Iterations = 600_000;

    /// <summary>Rounds of bcrypt_pbkdf in what this module writes: as OpenSSH 9.4 and later.</summary>
    public const int WrittenBcryptRounds = 24;
}
