using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Tests.Windows;

public sealed class WindowsConsoleTests
{
    private static readonly string Data = Convert.ToBase64String(Enumerable.Range(0, 256).Select(i => (byte)i).ToArray(), Base64FormattingOptions.InsertLineBreaks);

    [Theory]
    [InlineData("2026/01/02 03:04:05Z: Username: Administrateur\r\n", "Administrateur")]
    [InlineData("2026/01/02 03:04:05Z: <Username>Administrador</Username>\r\n", "Administrador")]
    [InlineData("<Username>\r\nAdministrator\r\n</Username>", "Administrator")]
    [InlineData("Username: First\nUsername: Järjestelmänvalv\n", "Järjestelmänvalv")]
    public void Parse_AccountName_IsRead(string output, string expected) =>
        Assert.Equal(expected, WindowsConsole.Parse(output).UserName);

    [Theory]
    [InlineData("Username: a\u001b[31mb")]
    [InlineData("Username: DOMAIN\\user")]
    [InlineData("Username: ")]
    [InlineData("Username: thisnameisfartoolongforwindows")]
    [InlineData("")]
    public void Parse_NoNameThatWindowsAllows_IsNull(string output) => Assert.Null(WindowsConsole.Parse(output).UserName);

    [Fact]
    public void Parse_EC2LaunchV2_GivesReadinessAndCertificate()
    {
        var console = WindowsConsole.Parse(
            "2026/01/02 03:04:05Z: RDPCERTIFICATE-SUBJECTNAME: EC2AMAZ-ABC123\r\n"
            + "2026/01/02 03:04:05Z: RDPCERTIFICATE-THUMBPRINT: 0123456789abcdef0123456789ABCDEF01234567\r\n"
            + "2026/01/02 03:04:06Z: Message: Windows is Ready to use\r\n");
        Assert.True(console.IsReady);
        Assert.True(console.ShowsStart);
        Assert.Equal("EC2AMAZ-ABC123", console.RdpCertificateSubject);
        Assert.Equal("0123456789ABCDEF0123456789ABCDEF01234567", console.RdpCertificateThumbprint);
        Assert.Null(console.Password);
    }

    [Theory]
    [InlineData("RDPCERTIFICATE-SUBJECTNAME: CN=EC2AMAZ-1\n", "EC2AMAZ-1")]
    [InlineData("RDPCERTIFICATE-SUBJECTNAME: CN = EC2AMAZ-1\n", "EC2AMAZ-1")]
    [InlineData("RDPCERTIFICATE-SUBJECTNAME: win.example.com\nRDPCERTIFICATE-SUBJECTNAME: EC2AMAZ-2\n", "EC2AMAZ-2")]
    [InlineData("RDPCERTIFICATE-SUBJECTNAME: a b\n", null)]
    [InlineData("RDPCERTIFICATE-SUBJECTNAME: \u001b[2J\n", null)]
    [InlineData("RDPCERTIFICATE-SUBJECTNAME:\n", null)]
    public void Parse_Subject_HasTheFormOfAName(string output, string? expected) =>
        Assert.Equal(expected, WindowsConsole.Parse(output).RdpCertificateSubject);

    [Theory]
    [InlineData("RDPCERTIFICATE-THUMBPRINT: 0123\n")]
    [InlineData("RDPCERTIFICATE-THUMBPRINT: 0123456789abcdef0123456789ABCDEF0123456789\n")]
    [InlineData("RDPCERTIFICATE-THUMBPRINT: 0123456789abcdef0123456789ABCDEF0123456G\n")]
    public void Parse_ThumbprintOfAnotherForm_IsNull(string output) => Assert.Null(WindowsConsole.Parse(output).RdpCertificateThumbprint);

    [Theory]
    [InlineData("2026/01/02 03:04:05Z: Password: <Password>\r\n{0}\r\n</Password>\r\n")]
    [InlineData("<Password>{0}</Password>")]
    [InlineData("<Password>AAAA</Password>\n<Password>{0}</Password>\nWindows is Ready to use")]
    [InlineData("<Password><Password>{0}</Password></Password>")]
    public void Parse_PasswordBlock_TheLastWholeOneCounts(string form) =>
        Assert.Equal(Convert.FromBase64String(Data), WindowsConsole.Parse(string.Format(null, form, Data)).Password?.Ciphertext);

    [Theory]
    [InlineData("<Password>{0}")]
    [InlineData("<Password>{0}</Password>\n2026/01/02 03:04:05Z: Password: <Password>\r\nAAAA")]
    [InlineData("<Password></Password>")]
    [InlineData("<Password>  \r\n</Password>")]
    [InlineData("<Password>AA AA!</Password>")]
    [InlineData("</Password>{0}<Password>")]
    [InlineData("<Password>{0}{0}{0}{0}{0}{0}{0}</Password>")]
    public void Parse_PasswordBlockThatIsNotWhole_IsNone(string form) => Assert.Null(WindowsConsole.Parse(string.Format(null, form, Data)).Password);

    [Theory]
    [InlineData("2026/01/02 03:04:05Z: Password: <Password>{0}</Password>", "2026-01-02T03:04:05Z")]
    [InlineData("x\n2026/01/02 03:04:05Z: Password: <Password>{0}</Password>", "2026-01-02T03:04:05Z")]
    [InlineData("2026/13/02 03:04:05Z: Password: <Password>{0}</Password>", null)]
    [InlineData("2026/01/02 03:04:05Z: Username: x\n<Password>{0}</Password>", null)]
    public void Parse_PasswordBlock_HasTheTimeOfItsLine(string form, string? expected) => Assert.Equal(
        expected is null ? null : PasswordResetMark.ParseTag(expected),
        WindowsConsole.Parse(string.Format(null, form, Data)).Password!.PrintedUtc);

    [Theory]
    [InlineData("<Password>{0}</Password>\nEc2KeyPair: the password of 'Administrator' was reset at 2026-01-02T03:04:05Z\r\n", "Administrator")]
    [InlineData("Ec2KeyPair: the password of 'Järjestelmänvalv' was reset at 2026-01-02T03:04:05Z", "Järjestelmänvalv")]
    [InlineData("Ec2KeyPair: the password of 'x' was reset at 2026-01-02T03:04:05Z\n<Password>{0}</Password>\n", null)]
    public void Parse_ResetLine_CountsAfterTheLastPassword(string form, string? account) =>
        Assert.Equal(account, WindowsConsole.Parse(string.Format(null, form, Data)).Reset?.Account);

    [Theory]
    [InlineData("<Username> ")]
    [InlineData("<Password>")]
    [InlineData("<Password></Password>")]
    [InlineData("Username: a ")]
    [InlineData("Ec2KeyPair: the password of '")]
    [InlineData("Ec2KeyPair: the password of 'a' was reset at ")]
    [InlineData("RDPCERTIFICATE-SUBJECTNAME: a")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Parse_64KilobytesOfBait_Ends(string bait)
    {
        var console = WindowsConsole.Parse(string.Concat(Enumerable.Repeat(bait, 65536 / bait.Length)));
        Assert.False(console.IsReady);
        Assert.Null(console.Password);
        Assert.Null(console.Reset);
    }
}
