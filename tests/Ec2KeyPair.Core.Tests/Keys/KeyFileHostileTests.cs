using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;

namespace Ec2KeyPair.Core.Tests.Keys;

/// <summary>Whatever a file holds: a key or an <see cref="Ec2KeyPairException"/>, and never InternalError. Damage at random: <see cref="KeyFileFuzzTests"/>.</summary>
public class KeyFileHostileTests
{
    public static TheoryData<string> AllFixtures => new(Fixture.Names.Append("rsa.pub").Append("ed25519.pub"));

    [Theory]
    [MemberData(nameof(AllFixtures))]
    public void Read_TruncatedAnywhere_IsAnErrorOrTheKey(string name)
    {
        var content = Fixture.Read(name);
        var whole = Outcome(content);
        for (var length = 0; length < content.Length; length++) Check(content[..length], whole, $"{name} cut at {length}");
    }

    /// <summary>Every bit of the private numbers: none may yield a key that is silently another one.</summary>
    [Theory]
    [InlineData("pkcs8.rsa.none")]
    [InlineData("openssh.rsa.none")]
    [InlineData("openssh.ed25519.none")]
    public void ReadPrivateKey_OneBitFlipped_IsNeverASilentlyWrongKey(string name)
    {
        using var block = PemArmor.Find(Fixture.Read(name), _ => true)!;
        using var original = KeyFile.ReadPrivateKey(Fixture.Read(name));
        var good = KeyFile.WritePrivateKey(original, PrivateKeyEncoding.Pkcs8Der);
        var data = (byte[])block.Data.Clone();
        for (var at = 0; at < data.Length; at++)
        {
            data[at] ^= (byte)(1 << (at % 8));
            try
            {
                using var key = KeyFile.ReadPrivateKey(PemArmor.Write(block.Label, data));
                Assert.Equal(good, KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs8Der)); // comment or check numbers
            }
            catch (Ec2KeyPairException failure)
            {
                Assert.NotEqual(ErrorCondition.InternalError, failure.Condition);
            }
            data[at] = block.Data[at];
        }
    }

    [Fact]
    public void ReadPrivateKey_PublicHalfOfAnotherKey_IsKeyFileCorrupt()
    {
        using var one = KeyGenerator.Generate(KeyType.Ed25519);
        using var two = KeyGenerator.Generate(KeyType.Ed25519);
        using var block = PemArmor.Find(KeyFile.WritePrivateKey(one, PrivateKeyEncoding.OpenSsh), _ => true)!;
        var at = block.Data.AsSpan().IndexOf(one.PublicKey.Number);
        two.PublicKey.Number.CopyTo(block.Data, at);
        Assert.Equal(
            ErrorCondition.KeyFileCorrupt, Fixture.ConditionOf(() => KeyFile.ReadPrivateKey(PemArmor.Write(block.Label, block.Data))));
    }

    [Fact]
    public void Inspect_FileOverTheLimit_IsKeyFileTooCostly() =>
        Assert.Equal(ErrorCondition.KeyFileTooCostly, Fixture.ConditionOf(() => KeyFile.Inspect(new byte[KeyFileLimits.MaxFileBytes + 1])));

    [Fact]
    public void ReadPrivateKey_BcryptRoundsOverTheLimit_IsKeyFileTooCostly()
    {
        using var block = PemArmor.Find(Fixture.Read("openssh.ed25519.aes256-ctr"), _ => true)!;
        var rounds = block.Data.AsSpan().IndexOf((byte[])[0, 0, 0, 4, 0, 0, 0, 1]); // rounds, then one key
        block.Data[rounds + 1] = 1;
        Assert.Equal(
            ErrorCondition.KeyFileTooCostly,
            Fixture.ConditionOf(() => KeyFile.ReadPrivateKey(PemArmor.Write(block.Label, block.Data), Fixture.Passphrase)));
    }

    [Theory]
    [InlineData("Argon2-Memory: 1024", "Argon2-Memory: 4194304")]
    [InlineData("Argon2-Passes: 2", "Argon2-Passes: 99999999999")]
    [InlineData("Argon2-Passes: 2", "Argon2-Passes: 4000")]
    [InlineData("Argon2-Parallelism: 1", "Argon2-Parallelism: 100")]
    public void ReadPrivateKey_Argon2OverTheLimit_IsRefused(string from, string to)
    {
        var text = Fixture.Text("ppk3.ed25519.argon2id").Replace(from, to, StringComparison.Ordinal);
        var condition = Fixture.ConditionOf(() => KeyFile.ReadPrivateKey(Encoding.ASCII.GetBytes(text), Fixture.Passphrase));
        Assert.Equal(to.Contains("99999999999", StringComparison.Ordinal) ? ErrorCondition.KeyFileCorrupt : ErrorCondition.KeyFileTooCostly, condition);
    }

    [Fact]
    public void ReadPrivateKey_Pbkdf2IterationsOverTheLimit_IsKeyFileTooCostly()
    {
        using var block = PemArmor.Find(Fixture.Read("pkcs8.ed25519.aes256-sha256"), _ => true)!;
        var at = block.Data.AsSpan().IndexOf((byte[])[0x02, 0x02, 0x08, 0x00]); // INTEGER 2048
        Assert.True(at > 0);
        // The salt before it gives two of its bytes to a longer number.
        var der = (byte[])block.Data.Clone();
        new byte[] { 0x02, 0x04, 0x7f, 0xff, 0xff, 0xff }.CopyTo(der, at - 2);
        var salt = der.AsSpan(0, at).LastIndexOf((byte[])[0x04, 0x08]);
        der[salt + 1] = 6;
        Assert.Equal(
            ErrorCondition.KeyFileTooCostly, Fixture.ConditionOf(() => KeyFile.ReadPrivateKey(PemArmor.Write(block.Label, der), Fixture.Passphrase)));
    }

    private static void Check(byte[] content, string? whole, string what)
    {
        try
        {
            var outcome = Outcome(content);
            if (whole is not null && !outcome.StartsWith('!')) Assert.Equal(whole, outcome);
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{what}: {failure}");
        }
    }

    /// <summary>The public key, or '!' and the condition; any other exception goes through and fails the test.</summary>
    private static string Outcome(byte[] content)
    {
        try
        {
            _ = KeyFile.Inspect(content);
            using var key = KeyFile.ReadPrivateKey(content);
            return key.PublicKey.ToOpenSshLine();
        }
        catch (Ec2KeyPairException failure)
        {
            Assert.NotEqual(ErrorCondition.InternalError, failure.Condition);
            if (failure.InnerException is not null) throw failure.InnerException; // a check that a format should have made itself
            return "!" + failure.Condition;
        }
    }
}
