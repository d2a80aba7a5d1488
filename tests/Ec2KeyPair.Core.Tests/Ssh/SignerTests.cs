using System.Security.Cryptography;
using Ec2KeyPair.Core.Agent;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Ssh.Login;

namespace Ec2KeyPair.Core.Tests.Ssh;

public sealed class SignerTests
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(300);

    [Fact]
    public void Sign_Rsa_IsSha2AndThePlatformVerifiesIt()
    {
        using var key = (RsaPrivateKey)KeyGenerator.Generate(KeyType.Rsa);
        var signer = new PrivateKeySigner(key, "x");
        Assert.Equal(["rsa-sha2-512", "rsa-sha2-256"], signer.Algorithms);
        using var rsa = key.CreateRsa();
        Assert.True(rsa.VerifyData(Data, signer.Sign("rsa-sha2-512", Data), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
        Assert.True(rsa.VerifyData(Data, signer.Sign("rsa-sha2-256", Data), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void Sign_AfterTheKeyWasZeroed_Fails()
    {
        foreach (var type in new[] { KeyType.Rsa, KeyType.Ed25519 })
        {
            var key = KeyGenerator.Generate(type);
            var signer = new PrivateKeySigner(key, "x");
            key.Dispose();
            Assert.Throws<ObjectDisposedException>(() => signer.Sign(signer.Algorithms[0], Data));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000001")]
    [InlineData("00000001 ffffffff")]
    [InlineData("7fffffff 00000000 00000000")]
    public void ReadIdentities_Nonsense_IsAnIoException(string hex) =>
        Assert.Throws<IOException>(() => AgentMessage.ReadIdentities(Convert.FromHexString(hex.Replace(" ", ""))));

    [Fact]
    public void ReadIdentities_KeysOfOtherTypes_ArePassedOver()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519);
        using var answer = new SshWriter();
        answer.WriteUInt32(2);
        answer.WriteString("not a key");
        answer.WriteString("first");
        answer.WriteString(key.PublicKey.SshBlob.Span);
        answer.WriteString("second");
        var identity = Assert.Single(AgentMessage.ReadIdentities(answer.ToArray()));
        Assert.Equal((key.PublicKey, "second"), (identity.PublicKey, identity.Comment));
    }

    [Fact]
    public void ReadSignature_OtherAlgorithmThanAskedFor_IsRefused()
    {
        using var inner = new SshWriter();
        inner.WriteString("ssh-rsa");
        inner.WriteString("signature");
        using var answer = new SshWriter();
        answer.WriteString(inner.ToArray());
        Assert.Throws<IOException>(() => AgentMessage.ReadSignature(answer.ToArray(), "rsa-sha2-512"));
        Assert.Equal("signature"u8.ToArray(), AgentMessage.ReadSignature(answer.ToArray(), "ssh-rsa"));
    }
}
