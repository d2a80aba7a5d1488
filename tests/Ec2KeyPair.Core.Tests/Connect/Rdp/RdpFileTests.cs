using System.Text;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

public sealed class RdpFileTests
{
    [Fact]
    public void ToText_PlainConnection_SaysWhatItMustAndNothingElse() => Assert.Equal(
        """
        full address:s:192.0.2.7:3389
        username:s:CORP\Administrateur
        prompt for credentials:i:0
        authentication level:i:1
        enablecredsspsupport:i:1
        negotiate security layer:i:1
        redirectclipboard:i:1
        redirectdrives:i:0
        redirectprinters:i:0
        redirectsmartcards:i:0
        redirectwebauthn:i:0
        redirectcomports:i:0
        redirectposdevices:i:0
        redirectlocation:i:0
        audiocapturemode:i:0
        audiomode:i:2

        """.ReplaceLineEndings("\r\n"),
        File("192.0.2.7", "CORP\\Administrateur").ToText());

    [Fact]
    public void ToBytes_AnyAccount_IsUtf16WithAByteOrderMark()
    {
        var bytes = File("2001:db8::7", "Администратор").ToBytes();
        Assert.Equal([0xFF, 0xFE], bytes[..2]);
        var text = Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
        Assert.Contains("full address:s:[2001:db8::7]:3389\r\n", text);
        Assert.Contains("username:s:Администратор\r\n", text);
    }

    [Theory]
    [InlineData("Administrator", "Administrator")]
    [InlineData("\\Administrator", "Administrator")] // Get-Credential
    [InlineData(".\\Administrator", ".\\Administrator")]
    [InlineData("EC2AMAZ-ABC1234\\admin.2", "EC2AMAZ-ABC1234\\admin.2")]
    [InlineData("corp.example.com\\jürgen", "corp.example.com\\jürgen")]
    [InlineData("first.last@corp.example.com", "first.last@corp.example.com")]
    [InlineData("John Doe", "John Doe")]
    public void Parse_AccountOfWindows_IsTaken(string name, string text) => Assert.Equal(text, RdpAccount.Parse(name).Text);

    [Theory]
    [InlineData("")]
    [InlineData("\\")]
    [InlineData("...")]
    [InlineData("a\nalternate shell:s:calc")]
    [InlineData("a\r/cert:ignore")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u2029b")]
    [InlineData("admin\u202Enimda")]
    [InlineData("admin\u200F")]
    [InlineData("a\0b")]
    [InlineData("a\u001b[31m")]
    [InlineData("a\"b")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("a\\b\\c")]
    [InlineData("CO RP\\b")]
    [InlineData("-CORP\\b")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a@")]
    [InlineData("a@b\n")]
    [InlineData("a@b@c")]
    [InlineData("a,b")]
    [InlineData("twenty-one-characters")]
    public void Parse_AnythingElse_IsRefusedAndShownHarmless(string name)
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => RdpAccount.Parse(name));
        Assert.Equal(ErrorCondition.ArgumentUnsafe, error.Condition);
        Assert.DoesNotContain(error.Message, character => char.IsControl(character) || character is '\u202E' or '\u200F' or '\u2028' or '\u2029');
    }

    [Theory]
    [InlineData("host name", 3389)]
    [InlineData("a\r\nusername:s:x", 3389)]
    [InlineData("host\n", 3389)]
    [InlineData("fe80::1%eth0", 3389)]
    [InlineData("/path", 3389)]
    [InlineData("", 3389)]
    [InlineData("192.0.2.7", 0)]
    [InlineData("192.0.2.7", 65536)]
    public void RdpAddress_AnythingElseThanAnAddress_IsRefused(string host, int port) =>
        Assert.Equal(ErrorCondition.ArgumentUnsafe, Assert.Throws<Ec2KeyPairException>(() => new RdpAddress(host, port)).Condition);

    [Theory]
    [InlineData("web-1", "web-1 (i-0123456789abcdef0)")]
    [InlineData(null, "i-0123456789abcdef0")]
    [InlineData("", "i-0123456789abcdef0")]
    [InlineData("\u202E\u200F\u2066", "i-0123456789abcdef0")]
    [InlineData("a\nfull address:s:evil", "a full address s evil (i-0123456789abcdef0)")]
    [InlineData("../../etc/passwd", "etc passwd (i-0123456789abcdef0)")]
    [InlineData("-oProxy=x", "oProxy x (i-0123456789abcdef0)")]
    [InlineData("\"; rm -rf ~ #", "rm -rf (i-0123456789abcdef0)")]
    [InlineData("web\u202Egpj.exe", "web gpj.exe (i-0123456789abcdef0)")]
    [InlineData("Büro Straße 日本", "Büro Straße 日本 (i-0123456789abcdef0)")]
    [InlineData("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn (i-0123456789abcdef0)")]
    public void For_NameTag_IsCutToWhatIsHarmless(string? tag, string title) => Assert.Equal(title, RdpTitle.For(RdpFixture.Id, tag));

    [Fact]
    public void For_AnyTag_IsAFileNameOfOnePart()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var tag = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(0x3000)));
            var title = RdpTitle.For(RdpFixture.Id, tag);
            Assert.EndsWith(RdpFixture.Id, title.TrimEnd(')'));
            Assert.DoesNotContain(title, character => "/\\:*?\"<>|\r\n\t\0".Contains(character) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format);
            Assert.True(title[0] is not ('-' or '.' or ' '), title);
        }
    }

    private static RdpFile File(string host, string account) => new(new RdpAddress(host, 3389), RdpAccount.Parse(account));
}
