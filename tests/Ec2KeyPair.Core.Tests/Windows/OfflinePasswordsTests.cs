using System.Security.Cryptography;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Keys;
using Ec2KeyPair.Core.Tests.Windows.LaunchKeys;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Tests.Windows;

public sealed class OfflinePasswordsTests : IDisposable
{
    private readonly KeyFolder _folder = new();
    private int _asked;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DecryptAsync_Several_OpenTheKeyOnce()
    {
        using var passwords = Open("pkcs8.rsa.scrypt");
        foreach (var label in new[] { "i-1", null })
        {
            var result = await passwords.DecryptAsync("\r\n" + Encrypt("Secret-1!"u8) + "\r\n", label, null);
            Assert.Equal("Secret-1!", FakeObserver.Plain(result));
            Assert.Equal((label, "Administrator", "key"), (result.InstanceId, result.UserName, result.KeyName));
        }

        Assert.Equal("service", (await passwords.DecryptAsync(Encrypt("x"u8), null, "service")).UserName);
        Assert.Equal(1, _asked);
    }

    [Theory]
    [InlineData("", ErrorCondition.PasswordDataNotReady)]
    [InlineData(" \r\n", ErrorCondition.PasswordDataNotReady)]
    [InlineData("%%%", ErrorCondition.PasswordDataInvalid)]
    [InlineData("AAAA", ErrorCondition.PrivateKeyMismatch)]
    public async Task DecryptAsync_NoPasswordData_SaysWhat(string data, ErrorCondition expected)
    {
        using var passwords = Open("pkcs1.rsa.none");
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => passwords.DecryptAsync(data, "i-1", null));
        Assert.Equal((expected, "i-1"), (error.Condition, error.Subject));
    }

    [Fact]
    public async Task DecryptAsync_HugeText_IsRefusedUnread()
    {
        using var passwords = Open("pkcs1.rsa.none");
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => passwords.DecryptAsync(new string('A', 1 << 20), null, null));
        Assert.Equal(ErrorCondition.PasswordDataInvalid, error.Condition);
        Assert.True(error.Message.Length < 200);
    }

    [Fact]
    public async Task DecryptAsync_UnderAnotherKey_IsAMismatch()
    {
        using var other = RSA.Create(2048);
        using var passwords = Open("pkcs1.rsa.none");
        var data = Convert.ToBase64String(other.Encrypt("x"u8.ToArray(), RSAEncryptionPadding.Pkcs1));
        Assert.Equal(ErrorCondition.PrivateKeyMismatch, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => passwords.DecryptAsync(data, null, null))).Condition);
    }

    [Fact]
    public async Task DecryptAsync_Ed25519Key_OpensNoPassword()
    {
        using var passwords = Open("pkcs8.ed25519.none");
        Assert.Equal(ErrorCondition.LaunchKeyUnsupported, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => passwords.DecryptAsync("AAAA", null, null))).Condition);
    }

    private static string Encrypt(ReadOnlySpan<byte> password)
    {
        using var key = (RsaPrivateKey)KeyFile.ReadPrivateKey(Fixture.Read("pkcs1.rsa.none"));
        using var rsa = key.CreateRsa();
        return Convert.ToBase64String(rsa.Encrypt(password.ToArray(), RSAEncryptionPadding.Pkcs1));
    }

    private OfflinePasswords Open(string fixture) => new(
        PrivateKeyFiles.Inspect(_folder.AddFixture(fixture, "key.pem")),
        new OpenedKeyFiles(null, _ =>
        {
            _asked++;
            return Fixture.Passphrase;
        }));
}
