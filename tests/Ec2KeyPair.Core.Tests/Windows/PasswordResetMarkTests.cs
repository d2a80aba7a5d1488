using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Tests.Windows;

public sealed class PasswordResetMarkTests
{
    private static readonly DateTime Utc = new(2026, 1, 31, 7, 5, 0, DateTimeKind.Utc);

    [Fact]
    public void TagValue_AndBack_IsTheSameTime()
    {
        Assert.Equal("2026-01-31T07:05:00Z", PasswordResetMark.TagValue(Utc));
        Assert.Equal(Utc, PasswordResetMark.ParseTag(PasswordResetMark.TagValue(Utc)));
        Assert.Equal(DateTimeKind.Utc, PasswordResetMark.ParseTag("2026-01-31T07:05:00Z")!.Value.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T07:05:00+01:00")]
    [InlineData("2026-02-31T07:05:00Z")]
    [InlineData(" 2026-01-31T07:05:00Z")]
    [InlineData("2026-01-31T07:05:00Z\u001b[2J")]
    public void ParseTag_OtherForms_AreNone(string? value) => Assert.Null(PasswordResetMark.ParseTag(value));

    [Theory]
    [InlineData("Administrator")]
    [InlineData("Järjestelmänvalv")]
    [InlineData("o'hara")]
    public void ConsoleLine_AmongOthers_IsFoundAgain(string account)
    {
        var line = PasswordResetMark.ConsoleLine(account, Utc);
        var found = PasswordResetMark.LastIn($"before\r\n2026/01/31 07:05:01Z: {line}\r\nafter\r\n");
        Assert.Equal((account, Utc, 8), found);
    }

    [Fact]
    public void LastIn_Several_TheLastOne()
    {
        var text = PasswordResetMark.ConsoleLine("a", Utc) + "\n" + PasswordResetMark.ConsoleLine("b", Utc.AddDays(1)) + "\n";
        Assert.Equal(("b", Utc.AddDays(1)), PasswordResetMark.LastIn(text) is { } last ? (last.Account, last.Utc) : default);
    }

    [Theory]
    [InlineData("Ec2KeyPair: the password of '' was reset at 2026-01-31T07:05:00Z")]
    [InlineData("Ec2KeyPair: the password of 'a\\b' was reset at 2026-01-31T07:05:00Z")]
    [InlineData("Ec2KeyPair: the password of 'a' was reset at 2026-01-31T07:05:00Z and more")]
    [InlineData("Ec2KeyPair: the password of 'a' was reset at 2026-99-31T07:05:00Z")]
    [InlineData("NotEc2KeyPair: the password of 'a' was reset at 2026-01-31T07:05:00Z")]
    [InlineData("Ec2KeyPair: the password of 'a'\nwas reset at 2026-01-31T07:05:00Z")]
    public void LastIn_OtherForms_AreNone(string text) => Assert.Null(PasswordResetMark.LastIn(text));

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a/b")]
    [InlineData("thisnameisfartoolongforwindows")]
    public void ConsoleLine_NameThatWindowsForbids_IsRefused(string account) =>
        Assert.Throws<ArgumentException>(() => PasswordResetMark.ConsoleLine(account, Utc));
}
