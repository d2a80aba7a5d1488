using System.Text;
using Ec2KeyPair.Core.Agent;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;
using FsCheck.Xunit;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Ec2KeyPair.Core.Tests.Agent;

public sealed class OneKeyAgentTests
{
    private static readonly byte[] Failure = [5];
    private readonly Ed25519PrivateKey _key = (Ed25519PrivateKey)KeyGenerator.Generate(KeyType.Ed25519, comment: "one");

    [Fact]
    public void Answer_ListRequest_IsTheOneKey()
    {
        var reader = new SshReader(Agent().Answer([11]));
        Assert.Equal(12, reader.ReadBytes(1)[0]);
        Assert.Equal(1u, reader.ReadUInt32());
        Assert.Equal(_key.PublicKey.SshBlob.ToArray(), reader.ReadString().ToArray());
        Assert.Equal("one", Encoding.UTF8.GetString(reader.ReadString().ToArray()));
        Assert.True(reader.Rest.IsEmpty);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answer_LoginOfTheUser_IsAValidSignature(bool hostBound)
    {
        var login = Login("ec2-user", hostBound: hostBound);
        var reader = new SshReader(Agent().Answer(SignRequest(Blob, login)));
        Assert.Equal(14, reader.ReadBytes(1)[0]);
        var signature = new SshReader(reader.ReadString());
        Assert.True(reader.Rest.IsEmpty);
        Assert.Equal("ssh-ed25519", signature.ReadName());
        var bytes = signature.ReadString().ToArray();
        Assert.True(Ed25519.Verify(bytes, 0, _key.PublicKey.Number, 0, login, 0, login.Length));
    }

    /// <summary>What the key is not for, whoever asks.</summary>
    [Theory]
    [InlineData("root", 50, "ssh-connection", "publickey")]
    [InlineData("ec2-user", 51, "ssh-connection", "publickey")]
    [InlineData("ec2-user", 50, "ssh-userauth", "publickey")]
    [InlineData("ec2-user", 50, "ssh-connection", "hostbased")]
    public void Answer_OtherLogin_IsRefused(string user, byte message, string service, string method) =>
        Assert.Equal(Failure, Agent().Answer(SignRequest(Blob, Login(user, message, service, method))));

    [Fact]
    public void Answer_DataThatIsNoLogin_IsRefused()
    {
        var login = Login("ec2-user");
        Assert.Equal(Failure, Agent().Answer(SignRequest(Blob, "SSHSIG a file"u8.ToArray())));
        Assert.Equal(Failure, Agent().Answer(SignRequest(Blob, [])));
        Assert.Equal(Failure, Agent().Answer(SignRequest(Blob, [.. login, 0])));
        Assert.Equal(Failure, Agent().Answer(SignRequest(Blob, login[..^1])));
    }

    [Fact]
    public void Answer_AnotherKey_IsRefused()
    {
        using var other = KeyGenerator.Generate(KeyType.Ed25519);
        Assert.Equal(Failure, Agent().Answer(SignRequest(other.PublicKey.SshBlob.ToArray(), Login("ec2-user"))));
        Assert.Equal(Failure, Agent().Answer(SignRequest(Blob, Login("ec2-user", keyBlob: other.PublicKey.SshBlob.ToArray()))));
    }

    /// <summary>Add, remove, remove all, smartcards, lock, unlock, constrained, extension, and what nobody knows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(25)]
    [InlineData(26)]
    [InlineData(27)]
    [InlineData(240)]
    public void Answer_OtherRequest_IsRefused(byte type)
    {
        Assert.Equal(Failure, Agent().Answer([type]));
        Assert.Equal(Failure, Agent().Answer([type, 0, 0, 0, 1, 65]));
    }

    [Property]
    public void Answer_AnyMessage_NeitherThrowsNorSigns(byte[] message)
    {
        byte[] sign = [13, .. message ?? []];
        Assert.Equal(Failure, Agent().Answer(sign));
        Assert.Equal(Failure, Agent().Answer(SignRequest(Blob, message ?? [])));
    }

    /// <summary>Every byte of a good request, changed.</summary>
    [Fact]
    public void Answer_RequestWithOneByteChanged_IsRefusedUnlessItIsTheSessionsOwn()
    {
        var good = SignRequest(Blob, Login("ec2-user"));
        var sessionId = 1 + 4 + Blob.Length + 4 + 4;
        for (var at = 0; at < good.Length; at++)
        {
            var changed = (byte[])good.Clone();
            changed[at] ^= 0x20;
            var isFree = (at >= sessionId && at < sessionId + 32) || at >= good.Length - 4;
            Assert.Equal(isFree ? 14 : 5, Agent().Answer(changed)[0]);
        }
    }

    private byte[] Blob => _key.PublicKey.SshBlob.ToArray();

    private OneKeyAgent Agent() => new(_key, "ec2-user");

    private byte[] Login(
        string user, byte message = 50, string service = "ssh-connection", string method = "publickey", byte[]? keyBlob = null, bool hostBound = false)
    {
        using var data = new SshWriter();
        data.WriteString(new byte[32]);
        data.WriteByte(message);
        data.WriteString(user);
        data.WriteString(service);
        data.WriteString(hostBound ? "publickey-hostbound-v00@openssh.com" : method);
        data.WriteByte(1);
        data.WriteString("ssh-ed25519");
        data.WriteString(keyBlob ?? Blob);
        if (hostBound) data.WriteString(new byte[51]);
        return data.ToArray();
    }

    private static byte[] SignRequest(byte[] blob, byte[] data)
    {
        using var message = new SshWriter();
        message.WriteByte(13);
        message.WriteString(blob);
        message.WriteString(data);
        message.WriteUInt32(0);
        return message.ToArray();
    }
}
