using Ec2KeyPair.Core.SshConfig;
using FsCheck.Xunit;

namespace Ec2KeyPair.Core.Tests.SshConfig;

public sealed class HostAliasTests
{
    [Theory]
    [InlineData("web-1", "web-1")]
    [InlineData("Web Server (prod)", "Web-Server-prod")]
    [InlineData("github.com", "github-com")]
    [InlineData("-oProxyCommand=touch x", "oProxyCommand-touch-x")]
    [InlineData("web\nHost *\n  ProxyCommand x", "web-Host-ProxyCommand-x")]
    [InlineData("a\"b'c`d$(e)", "a-b-c-d-e")]
    [InlineData("*", null)]
    [InlineData("!web", "web")]
    [InlineData("web,*", "web")]
    [InlineData("100%h", "100-h")]
    [InlineData("\u00e4\u00f6\u00fc", null)]
    [InlineData("\u202eweb", "web")]
    [InlineData("i-0123456789abcdef0", null)]
    [InlineData("I-0123456789ABCDEF0", null)]
    [InlineData("localhost", null)]
    [InlineData("LOCALHOST", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Of_Tag_IsAPlainNameOrNone(string? tag, string? expected) => Assert.Equal(expected, HostAlias.Of(tag));

    [Property(MaxTest = 2000)]
    public bool Of_AnyTag_IsPlain(string? tag) =>
        HostAlias.Of(tag) is not { } name || System.Text.RegularExpressions.Regex.IsMatch(name, "^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\\z");
}
