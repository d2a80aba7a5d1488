using Ec2KeyPair.Core.Keys.Primitives;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>The key derivation of PPK version 3 (PuTTY manual, section C.4; RFC 9106).</summary>
/// <param name="Variant"><c>Argon2id</c>, <c>Argon2i</c> or <c>Argon2d</c>.</param>
/// <param name="MemoryKiB">Memory in KiB.</param>
/// <param name="Passes">Passes over it.</param>
/// <param name="Parallelism">Lanes.</param>
/// <param name="Salt">The salt.</param>
internal sealed record PpkArgon2(string Variant, int MemoryKiB, int Passes, int Parallelism, byte[] Salt)
{
    /// <summary>What this module writes: puttygen's memory, and as many passes as it takes puttygen 100 ms.</summary>
    internal static PpkArgon2 ForWriting() => new("Argon2id", 8192, 13, 1, Secret.Random(16));

    /// <summary>Derives <paramref name="length"/> bytes.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyFileTooCostly, KeyFileCorrupt or KeyEncryptionUnsupported.</exception>
    internal byte[] Derive(ReadOnlySpan<byte> passphrase, int length)
    {
        var parameters = new Argon2Parameters.Builder(Type())
            .WithVersion(Argon2Parameters.Version13)
            .WithMemoryAsKB(MemoryKiB)
            .WithIterations(Passes)
            .WithParallelism(Parallelism)
            .WithSalt(Salt)
            .Build();
        var password = passphrase.ToArray();
        try
        {
            var generator = new Argon2BytesGenerator();
            generator.Init(parameters);
            var key = new byte[length];
            generator.GenerateBytes(password, key);
            return key;
        }
        finally
        {
            Secret.Clear(password);
            parameters.Clear();
        }
    }

    /// <summary>Refuses costs beyond <see cref="KeyFileLimits"/> and values that RFC 9106 rules out.</summary>
    internal void Check()
    {
        _ = Type();
        if (Passes < 1 || Parallelism < 1 || MemoryKiB < 8 * Math.Min(Parallelism, 1024) || Salt.Length == 0)
            throw KeyErrors.Corrupt("its Argon2 parameters are out of range");
        if (MemoryKiB > KeyFileLimits.MaxArgon2KiB || (long)MemoryKiB * Passes > KeyFileLimits.MaxArgon2Work
            || Passes > 4096 || Parallelism > KeyFileLimits.MaxArgon2Lanes)
        {
            throw KeyErrors.TooCostly($"Argon2 with {MemoryKiB} KiB, {Passes} passes and {Parallelism} lanes");
        }
    }

    private int Type() => Variant switch
    {
        "Argon2id" => Argon2Parameters.Argon2id,
        "Argon2i" => Argon2Parameters.Argon2i,
        "Argon2d" => Argon2Parameters.Argon2d,
        _ => throw KeyErrors.EncryptionUnsupported(KeyText.PrintableAscii(Variant)),
    };
}
