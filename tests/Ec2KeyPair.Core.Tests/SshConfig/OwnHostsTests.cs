using Ec2KeyPair.Core.SshConfig;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.SshConfig;

public sealed class OwnHostsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Config => _folder.File("config");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Host bastion\n  ForwardAgent yes\n", "bastion", true)]
    [InlineData("host=Bastion", "bastion", true)]
    [InlineData("HOST a \"bastion\" c\r\n", "bastion", true)]
    [InlineData("Host bast*", "bastion", true)]
    [InlineData("Host b?stion !bastion", "bastion", true)]
    [InlineData("Match host a,bastion user me", "bastion", true)]
    [InlineData("Match originalhost \"bast*\" exec x", "bastion", true)]
    [InlineData("Match final host=bastion", "bastion", true)]
    [InlineData("Host *\n  User me", "bastion", false)]
    [InlineData("Host * !bastion\nMatch all", "bastion", false)]
    [InlineData("# Host bastion\nHost other\n  HostName bastion", "bastion", false)]
    [InlineData("Host bastion.example.com", "bastion", false)]
    [InlineData("", "bastion", false)]
    public void Has_NameOfTheConfig_IsTheUsersOwn(string config, string name, bool expected)
    {
        File.WriteAllText(Config, config);
        Assert.Equal(expected, OwnHosts.Of(Config, _folder.File("ours")).Has(name));
    }

    [Fact]
    public void Of_Includes_AreFollowedWhereverTheyStandAndOursIsNot()
    {
        Directory.CreateDirectory(_folder.File("d.d"));
        File.WriteAllText(_folder.File("d.d/one.conf"), $"Host one\nInclude {_folder.File("loop")}\n");
        File.WriteAllText(_folder.File("d.d/ours.conf"), "Host ours\n");
        File.WriteAllText(_folder.File("d.d/.hidden.conf"), "Host hidden\n");
        File.WriteAllText(_folder.File("loop"), $"Host two\nInclude \"{Config}\" {_folder.File("loop")}\n");
        File.WriteAllText(Config, $"Host x\n  Include {_folder.File("none")} {_folder.File("?.d/*.conf")}\n");
        var hosts = OwnHosts.Of(Config, _folder.File("d.d/ours.conf"));
        Assert.Equal(["x", "one", "two"], new[] { "x", "one", "two", "ours", "hidden" }.Where(hosts.Has));
    }

    [Fact]
    public void Of_NoConfig_HasNobody() => Assert.False(OwnHosts.Of(Config, _folder.File("ours")).Has("bastion"));
}
