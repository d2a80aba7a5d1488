using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.SshConfig;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Store;

namespace Ec2KeyPair.Core.Tests.SshConfig;

public sealed class SshConfigIncludeTests : IDisposable
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    private readonly TemporaryFolder _folder = new();

    private string Config => _folder.File("config");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "Include config.d/ec2keypair\n")]
    [InlineData("Host web\n  User me\n", "Include config.d/ec2keypair\nHost web\n  User me\n")]
    [InlineData("# mine\r\nHost web\r\n", "Include config.d/ec2keypair\r\n# mine\r\nHost web\r\n")]
    [InlineData("Host web\n  Include config.d/*\n", "Include config.d/ec2keypair\nHost web\n  Include config.d/*\n")]
    [InlineData("#Include config.d/ec2keypair\n", "Include config.d/ec2keypair\n#Include config.d/ec2keypair\n")]
    [InlineData("Include config.d/other\n", "Include config.d/ec2keypair\nInclude config.d/other\n")]
    [InlineData("Include */ec2keypair\n", "Include config.d/ec2keypair\nInclude */ec2keypair\n")]
    public void Ensure_NotIncludedForAllHosts_AddsTheLineAtTheTop(string before, string after)
    {
        File.WriteAllText(Config, before);
        Assert.True(new SshConfigInclude(Config).Ensure(SshConfigFile.DefaultPath));
        Assert.Equal(after, File.ReadAllText(Config));
        Assert.False(new SshConfigInclude(Config).Ensure(SshConfigFile.DefaultPath));
        Assert.True(new SshConfigInclude(Config).Has(SshConfigFile.DefaultPath));
        Assert.Equal(after, File.ReadAllText(Config));
    }

    [Theory]
    [InlineData("Include config.d/ec2keypair")]
    [InlineData("include=config.d/*")]
    [InlineData("Include \"config.d/ec2keypair\"")]
    [InlineData("  Include  a \"b c\"  config.d/ec2?eypair # no comment in old ssh")]
    [InlineData("User me\nInclude ~/.ssh/config.d/*\nHost x")]
    public void Ensure_IncludedInAnyWording_LeavesTheFileAlone(string content)
    {
        File.WriteAllText(Config, content);
        Assert.False(new SshConfigInclude(Config).Ensure(SshConfigFile.DefaultPath));
        Assert.Equal(content, File.ReadAllText(Config));
    }

    [Fact]
    public void Ensure_NoConfigYet_IsMadePrivately()
    {
        Assert.True(new SshConfigInclude(Config).Ensure(Path.Combine(Home, ".ssh", "config.d", "ec2keypair")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, StoreFolder.Mode(Config));
    }

    [SkippableFact]
    public void Ensure_PathElsewhere_IsIncludedBySsh()
    {
        var file = _folder.File("my hosts");
        File.WriteAllText(file, "Host web\n    User from-there\n");
        File.WriteAllBytes(Config, Encoding.Latin1.GetBytes("# \u00e4\nHost *\n    User nobody\n"));
        Assert.True(new SshConfigInclude(Config).Ensure(file));
        Assert.Contains("user from-there\n", Tool.Named("ssh").Run("-G", "-F", Config, "web").MustSucceed().Text.ReplaceLineEndings("\n"));
        Assert.EndsWith("# \u00e4\nHost *\n    User nobody\n", File.ReadAllText(Config, Encoding.Latin1));
    }

    [Theory]
    [InlineData("/x/*")]
    [InlineData("/x/a%d")]
    [InlineData("/x/\"y")]
    [InlineData("/x/${HOME}")]
    [InlineData("/x/a\nHost *")]
    public void Ensure_PathThatSshWouldReadOtherwise_IsArgumentUnsafe(string path)
    {
        StoreFolder.Fails(ErrorCondition.ArgumentUnsafe, () => new SshConfigInclude(Config).Ensure(path));
        Assert.False(File.Exists(Config));
    }
}
