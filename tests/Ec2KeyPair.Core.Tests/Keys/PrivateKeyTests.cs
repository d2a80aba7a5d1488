using System.Reflection;
using System.Security.Cryptography;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Tests.Keys;

public class PrivateKeyTests
{
    [Theory]
    [InlineData(KeyType.Rsa, 2048)]
    [InlineData(KeyType.Rsa, 1024)]
    [InlineData(KeyType.Ed25519, 256)]
    public void Generate_Type_HasTypeSizeAndComment(KeyType type, int size)
    {
        using var key = KeyGenerator.Generate(type, size, "made here");
        Assert.Equal((type, size, "made here"), (key.Type, key.Size, key.Comment));
        Assert.True(key.Matches(key.PublicKey));
        using var other = KeyGenerator.Generate(type, size);
        Assert.False(key.Matches(other.PublicKey));
        Assert.False(key.Matches(null));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(2047)]
    [InlineData(32768)]
    public void Generate_OddSize_IsKeyTypeUnsupported(int size) =>
        Assert.Equal(ErrorCondition.KeyTypeUnsupported, Fixture.ConditionOf(() => KeyGenerator.Generate(KeyType.Rsa, size)));

    [Fact]
    public void CreateRsa_OfReadKey_DecryptsWhatThePublicKeyEncrypted()
    {
        using var key = (RsaPrivateKey)KeyFile.ReadPrivateKey(Fixture.Read("ppk3.rsa.none"));
        using var rsa = key.CreateRsa();
        using var publicRsa = RSA.Create();
        publicRsa.ImportSubjectPublicKeyInfo(key.PublicKey.ToSubjectPublicKeyInfo(), out _);
        byte[] message = [1, 2, 3];
        Assert.Equal(message, rsa.Decrypt(publicRsa.Encrypt(message, RSAEncryptionPadding.Pkcs1), RSAEncryptionPadding.Pkcs1));
    }

    [Fact]
    public void FromParameters_EachNumberChanged_IsRefused()
    {
        using var rsa = RSA.Create(2048);
        var good = rsa.ExportParameters(true);
        RsaPrivateKey.FromParameters(good).Dispose();
        foreach (var field in typeof(RSAParameters).GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            object boxed = good;
            var bytes = (byte[])((byte[])field.GetValue(good)!).Clone();
            bytes[^1] ^= 2;
            field.SetValue(boxed, bytes);
            Assert.Equal(ErrorCondition.KeyFileCorrupt, Fixture.ConditionOf(() => RsaPrivateKey.FromParameters((RSAParameters)boxed)));
        }
    }

    [Theory]
    [InlineData("openssh.rsa.none")]
    [InlineData("openssh.ed25519.none")]
    public void Dispose_Key_ZeroesAndRefuses(string name)
    {
        var key = KeyFile.ReadPrivateKey(Fixture.Read(name));
        var secrets = key is RsaPrivateKey rsa
            ? new[] { rsa.Parameters.D!, rsa.Parameters.P!, rsa.Parameters.Q!, rsa.Parameters.DP!, rsa.Parameters.DQ!, rsa.Parameters.InverseQ! }
            : [(byte[])typeof(Ed25519PrivateKey).GetField("_seed", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(key)!];
        Assert.All(secrets, secret => Assert.Contains(secret, value => value != 0));
        key.Dispose();
        key.Dispose();
        Assert.All(secrets, secret => Assert.All(secret, value => Assert.Equal(0, value)));
        Assert.Throws<ObjectDisposedException>(() => KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs8));
        Assert.Equal(Fixture.PublicLine(name), key.PublicKey.ToOpenSshLine());
    }

    [Theory]
    [InlineData("openssh.rsa.none")]
    [InlineData("openssh.ed25519.none")]
    public void ToString_Key_HoldsNothingSecretAndNoPublicPropertyDoes(string name)
    {
        using var key = KeyFile.ReadPrivateKey(Fixture.Read(name));
        Assert.Equal($"{key.Type} {key.Size} {OpenSshFingerprint.Sha256(key.PublicKey)}", key.ToString());
        string[] allowed = ["Type", "Size", "PublicKey", "Comment", "IsDisposed"];
        Assert.All(key.GetType().GetProperties(), property => Assert.Contains(property.Name, allowed));
    }

    [Fact]
    public void PublicKey_Equality_IsByBlob()
    {
        var one = KeyFile.ReadPublicKey(Fixture.Read("rsa.pub"));
        var two = KeyFile.ReadPublicKey(Fixture.Read("spki.rsa.public"));
        var other = KeyFile.ReadPublicKey(Fixture.Read("ed25519.pub"));
        Assert.True(one == two && one != other && one.GetHashCode() == two.GetHashCode() && !one.Equals(null));
        Assert.True((PublicKey?)null == null && one != null);
    }

    [Theory]
    [InlineData(1016, false)]
    [InlineData(1024, true)]
    [InlineData(16384, true)]
    [InlineData(16392, false)]
    public void PublicKey_RsaSize_IsReadWithinTheLimits(int bits, bool isRead)
    {
        var modulus = Enumerable.Repeat((byte)0xff, bits / 8).ToArray();
        if (isRead) Assert.Equal(bits, PublicKey.FromRsa(modulus, [1, 0, 1]).Size);
        else Assert.Equal(ErrorCondition.KeyTypeUnsupported, Fixture.ConditionOf(() => PublicKey.FromRsa(modulus, [1, 0, 1])));
    }
}
