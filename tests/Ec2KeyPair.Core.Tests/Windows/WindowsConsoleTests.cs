using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Tests.Windows;

public sealed class WindowsConsoleTests
{
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
        Assert.Equal("0123456789ABCDEF0123456789ABCDEF01234567", console.RdpCertificateThumbprint);
    }

    [Fact]
    public void Parse_64KilobytesOfBait_Ends() =>
        Assert.False(WindowsConsole.Parse(string.Concat(Enumerable.Repeat("<Username> ", 6000))).IsReady);
}
