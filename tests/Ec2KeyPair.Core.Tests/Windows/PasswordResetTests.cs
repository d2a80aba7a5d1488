using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Tests.Windows;

public sealed class PasswordResetTests
{
    private const string Launched = "2026-01-10T00:00:00Z";
    private const string Restarted = "2026-03-01T00:00:00Z";

    [Theory]
    [InlineData("2026-01-20T00:00:00Z", "", true)] // after the first launch, though before the last start
    [InlineData("2026-03-20T00:00:00Z", "", true)]
    [InlineData("2025-12-31T00:00:00Z", "", false)] // copied from a template
    [InlineData("not a time", "", false)]
    [InlineData("2026-01-20T00:00:00Z", "2026/02/01 00:00:00Z: Password: <Password>AAAA</Password>\n", false)] // printed anew since
    [InlineData("2026-02-20T00:00:00Z", "2026/02/01 00:00:00Z: Password: <Password>AAAA</Password>\n", true)]
    public void Of_Tag_CountsWhenItIsNewerThanThePassword(string tag, string console, bool isReset) =>
        Assert.Equal(isReset ? PasswordResetMark.ParseTag(tag) : null, PasswordReset.Of(Instance(tag), WindowsConsole.Parse(console))?.Utc);

    [Theory]
    [InlineData("Administrator", true)]
    [InlineData("ADMINISTRATOR", true)]
    [InlineData("service", false)]
    public void Of_ConsoleLine_CountsForTheFirstAccountOnly(string account, bool isReset)
    {
        var console = WindowsConsole.Parse("Username: Administrator\n" + PasswordResetMark.ConsoleLine(account, DateTime.UtcNow));
        Assert.Equal(isReset, PasswordReset.Of(Instance(null), console) is not null);
    }

    [Fact]
    public void Of_ConsoleLineOfUnknownAccount_Counts() => Assert.NotNull(
        PasswordReset.Of(Instance(null), WindowsConsole.Parse(PasswordResetMark.ConsoleLine("Administrator", DateTime.UtcNow))));

    [Theory]
    [InlineData("2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z", "console")]
    [InlineData("2026-04-02T00:00:00Z", "2026-04-01T00:00:00Z", "tag")]
    public void Of_Both_TheNewerOne(string tag, string line, string expected)
    {
        var console = WindowsConsole.Parse(PasswordResetMark.ConsoleLine("Administrator", PasswordResetMark.ParseTag(line)!.Value));
        Assert.Contains(expected, PasswordReset.Of(Instance(tag), console)!.Reason);
    }

    [Fact]
    public void Of_Neither_IsNone() => Assert.Null(PasswordReset.Of(Instance(null), WindowsConsole.Parse("")));

    private static Ec2Instance Instance(string? tag) => new()
    {
        InstanceId = "i-1",
        LaunchTime = PasswordResetMark.ParseTag(Restarted),
        FirstLaunchTime = PasswordResetMark.ParseTag(Launched),
        Tags = tag is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [PasswordResetMark.TagKey] = tag },
    };
}
