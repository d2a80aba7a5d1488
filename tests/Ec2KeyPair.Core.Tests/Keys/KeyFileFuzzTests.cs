using System.Diagnostics;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Tests.Store;

namespace Ec2KeyPair.Core.Tests.Keys;

/// <summary>
/// Seeded damage to every valid fixture: a key or an <see cref="Ec2KeyPairException"/> comes out, within the memory
/// that <see cref="KeyFileLimits"/> promise. Encrypted files are opened with their passphrase, so that what lies behind
/// the key derivation is reached: those in Fixtures/cheap ask for the least a tool writes.
/// </summary>
public class KeyFileFuzzTests
{
    private const long MostBytes = 64L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A round of bcrypt is 5 ms: of those files the twentieth part, on top of the inputs asked for.
    private static readonly int Inputs = TestSize.Of("EC2KEYPAIR_FUZZ_INPUTS", 200_000);
    private static readonly string[] OpenFiles = Fixture.Names.Except(Fixture.EncryptedNames).Append("rsa.pub").Append("ed25519.pub").ToArray();
    private static readonly string[] CheapFiles = Directory.GetFiles(Path.Combine(Fixture.Folder, "cheap"))
        .Select(path => "cheap/" + Path.GetFileName(path)).Where(name => !name.EndsWith(".sh", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();

    private static readonly int PerFile =
        (int)Math.Ceiling((double)Inputs / (OpenFiles.Length + Fixture.EncryptedNames.Count() + CheapFiles.Count(name => !IsBcrypt(name))));

    public static TheoryData<string> OpenFixtures => new(OpenFiles);

    public static TheoryData<string> CheapFixtures => new(CheapFiles);

    public static TheoryData<string> EncryptedFixtures => new(Fixture.EncryptedNames);

    [Theory]
    [MemberData(nameof(OpenFixtures))]
    public void Read_DamagedOpenFile_IsAnErrorOrTheKey(string name) => Fuzz(name, PerFile, null);

    [Theory]
    [MemberData(nameof(CheapFixtures))]
    public void Read_DamagedEncryptedFileWithPassphrase_IsAnErrorOrTheKey(string name) =>
        Fuzz(name, IsBcrypt(name) ? Math.Max(50, PerFile / 20) : PerFile, Fixture.PassphraseText);

    /// <summary>Everything up to the key derivation, of the costs that tools use.</summary>
    [Theory]
    [MemberData(nameof(EncryptedFixtures))]
    public void Read_DamagedEncryptedFileWithoutPassphrase_IsAnErrorOrTheKey(string name) => Fuzz(name, PerFile, null);

    [Theory]
    [MemberData(nameof(CheapFixtures))]
    public void ReadPrivateKey_CheapFixture_IsTheKey(string name)
    {
        using var key = KeyFile.ReadPrivateKey(Fixture.Read(name), Fixture.Passphrase);
        Assert.Equal(Fixture.PublicLine(name), key.PublicKey.ToOpenSshLine());
    }

    private static bool IsBcrypt(string name) => name.StartsWith("cheap/openssh", StringComparison.Ordinal);

    private static void Fuzz(string name, int count, string? passphrase)
    {
        var content = Fixture.Read(name);
        var inside = Mutation.Inside(content);
        var random = new Random(name.Aggregate(17, (hash, character) => unchecked((31 * hash) + character)));
        var running = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var input = i % 2 == 0 ? Mutation.OfBytes(content, random) : inside(random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read(input, passphrase);
            }
            catch (Exception failure)
            {
                Assert.Fail($"{name} mutation {i}: {failure}\n{Convert.ToBase64String(input)}");
            }

            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < MostBytes, $"{name} mutation {i} took {taken:N0} bytes\n{Convert.ToBase64String(input)}");
            Assert.True(running.Elapsed < Patience, $"{name}: {i} inputs took {running.Elapsed}");
        }
    }

    private static void Read(byte[] input, string? passphrase)
    {
        try
        {
            _ = KeyFile.Inspect(input);
            using var secret = passphrase is null ? null : Fixture.From(passphrase);
            using var key = KeyFile.ReadPrivateKey(input, secret);
        }
        catch (Ec2KeyPairException failure) when (failure.Condition != ErrorCondition.InternalError && failure.InnerException is null)
        {
            // An inner exception would be a check that a format should have made itself.
        }
    }
}
