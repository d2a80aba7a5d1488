using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Connect;

public sealed class SshCommandLineTests
{
    private static SshCommandLine Line() => new()
    {
        InstanceId = "i-0123456789abcdef0",
        Address = "192.0.2.7",
        UserName = "ec2-user",
        KeyPath = "/keys/web.pem",
        KnownHostsPath = "/keys/known_hosts",
        StrictHostKeyChecking = "yes",
        MayAsk = true,
    };

    [Fact]
    public void ToArguments_PlainConnection_NamesTheHostByItsId()
    {
        var arguments = Line().ToArguments();
        Assert.Equal("i-0123456789abcdef0", arguments[^1]);
        Assert.Contains("HostName=192.0.2.7", arguments);
        Assert.Contains("HostKeyAlias=i-0123456789abcdef0", arguments);
        Assert.DoesNotContain("BatchMode=yes", arguments);
    }

    [Fact]
    public void ToArguments_Relayed_TakesNoProxyOfTheUsersConfig()
    {
        Assert.DoesNotContain("ProxyCommand=none", Line().ToArguments());
        Assert.Contains("ProxyCommand=none", (Line() with { IsRelayed = true }).ToArguments());
    }

    [Fact]
    public void ToArguments_NobodyCanAnswer_NeverAsks()
    {
        var arguments = (Line() with { MayAsk = false }).ToArguments();
        Assert.Contains("BatchMode=yes", arguments);
        Assert.Contains("-n", arguments);
    }

    [Fact]
    public void ToArguments_Extra_FollowTheHost()
    {
        var arguments = (Line() with { Extra = ["-v", "echo 'two words'; ls"] }).ToArguments();
        Assert.Equal(["i-0123456789abcdef0", "-v", "echo 'two words'; ls"], arguments.Skip(arguments.Count - 3));
    }

    [Theory]
    [InlineData("-oProxyCommand=touch x")]
    [InlineData("root -oProxyCommand=x")]
    [InlineData("a;b")]
    [InlineData("a$(b)")]
    [InlineData("")]
    [InlineData("name\n")]
    [InlineData("a\u001b[31m")]
    public void ToArguments_HostileUser_IsRefused(string user)
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => (Line() with { UserName = user }).ToArguments());
        Assert.Equal(ErrorCondition.ArgumentUnsafe, error.Condition);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Theory]
    [InlineData("-oProxyCommand=x")]
    [InlineData("host name")]
    [InlineData("a;b")]
    [InlineData("fe80::1%eth0")]
    [InlineData("host\n")]
    [InlineData("")]
    public void ToArguments_HostileAddress_IsRefused(string address) =>
        Assert.Equal(
            ErrorCondition.ArgumentUnsafe,
            Assert.Throws<Ec2KeyPairException>(() => (Line() with { Address = address }).ToArguments()).Condition);

    [Theory]
    [InlineData("ec2-203-0-113-25.compute-1.amazonaws.com")]
    [InlineData("2001:db8::7")]
    [InlineData("localhost")]
    public void ToArguments_GoodAddress_Passes(string address) =>
        Assert.Contains("HostName=" + address, (Line() with { Address = address }).ToArguments());

    [Fact]
    public void ToArguments_PathWithSpacesAndPercent_IsQuotedForSsh() =>
        Assert.Contains(
            "IdentityFile=\"/my keys/100%%h.pem\"",
            (Line() with { KeyPath = "/my keys/100%h.pem" }).ToArguments());

    [Theory]
    [InlineData("/keys/${HOME}/x")]
    [InlineData("/keys/\"x")]
    [InlineData("/keys/x\ny")]
    public void ToArguments_PathThatSshWouldReadOtherwise_IsRefused(string path) =>
        Assert.Equal(
            ErrorCondition.ArgumentUnsafe,
            Assert.Throws<Ec2KeyPairException>(() => (Line() with { KeyPath = path }).ToArguments()).Condition);
}
