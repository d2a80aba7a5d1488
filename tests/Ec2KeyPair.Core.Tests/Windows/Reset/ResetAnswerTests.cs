using System.Text;
using Ec2KeyPair.Core.Windows.Reset;
using FsCheck.Xunit;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class ResetAnswerTests
{
    private const string P = "EC2KEYPAIR-RESET-1 ";

    private static readonly string[] Good =
    [
        P + "status Done",
        P + "name QWRtaW5pc3RyYXRldXI=",
        P + "sid S-1-5-21-1004336348-1177238915-682003330-500",
        P + "enabled True",
        P + "data AAECAwQF",
        P + "data BgcICQ==",
        P + "end",
    ];

    [Fact]
    public void Parse_WholeAnswer_IsRead()
    {
        var answer = ResetAnswer.Parse(Joined(Good))!;
        Assert.Equal(ResetStatus.Done, answer.Status);
        Assert.Equal("Administrateur", answer.UserName);
        Assert.Equal("S-1-5-21-1004336348-1177238915-682003330-500", answer.Sid);
        Assert.True(answer.IsEnabled);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], answer.Ciphertext);
    }

    [Fact]
    public void Parse_OtherLinesAndLineEnds_AreNoMatter()
    {
        var output = "Welcome to the machine\r\n" + string.Join("\r\nnoise " + P + "status Failed\r\n", Good) + "\r\nbye\r\n";
        Assert.Equal("Administrateur", ResetAnswer.Parse(output)!.UserName);
    }

    [Theory]
    [InlineData("DomainController", ResetStatus.DomainController)]
    [InlineData("AccountNotFound", ResetStatus.AccountNotFound)]
    [InlineData("ConstrainedLanguage", ResetStatus.ConstrainedLanguage)]
    public void Parse_Refusal_IsRead(string word, object status) =>
        Assert.Equal((ResetStatus)status, ResetAnswer.Parse(Joined(P + "status " + word, P + "end"))!.Status);

    [Fact]
    public void Parse_RefusalWithText_HasTheText()
    {
        var answer = ResetAnswer.Parse(Joined(P + "status PasswordRefused", P + "text " + Convert.ToBase64String("zu kurz (0x800708C5)"u8), P + "end"))!;
        Assert.Equal("zu kurz (0x800708C5)", answer.Text);
    }

    public static TheoryData<string, string> Mangled => new()
    {
        { "nothing", "" },
        { "an error of PowerShell", "powershell.exe : The term ... is not recognized" },
        { "no end", Joined(Good[..^1]) },
        { "no beginning", Joined(Good[1..]) },
        { "two answers", Joined([.. Good, .. Good]) },
        { "two answers in one", Joined([.. Good[..^1], .. Good]) },
        { "something after the end", Joined([.. Good, P + "data AAAA"]) },
        { "a key that comes back", Joined([.. Good[..5], P + "enabled True", .. Good[5..]]) },
        { "data of two parts", Joined([.. Good[..5], P + "sid S-1-5-21-1-2-3-500", .. Good[5..]]) },
        { "an unknown key", Joined([P + "password hunter2", .. Good]) },
        { "an unknown status", Joined([P + "status done", .. Good[1..]]) },
        { "a number for a status", Joined([P + "status 0", .. Good[1..]]) },
        { "several statuses", Joined([P + "status Done, Failed", .. Good[1..]]) },
        { "no name", Joined([.. Good.Where((_, at) => at != 1)]) },
        { "a name that is no UTF-8", Joined([Good[0], P + "name /v8=", .. Good[2..]]) },
        { "a name that Windows has not", Joined([Good[0], P + "name " + Convert.ToBase64String("DOMAIN\\admin"u8), .. Good[2..]]) },
        { "a name with an escape sequence", Joined([Good[0], P + "name " + Convert.ToBase64String("\u001b[31mAdmin"u8), .. Good[2..]]) },
        { "no SID", Joined([.. Good.Where((_, at) => at != 2)]) },
        { "a SID of the domain BUILTIN", Joined([.. Good[..2], P + "sid S-1-5-32-544", .. Good[3..]]) },
        { "a SID and more", Joined([.. Good[..2], P + "sid S-1-5-21-1-2-3-500; rm", .. Good[3..]]) },
        { "no flag", Joined([.. Good.Where((_, at) => at != 3)]) },
        { "another flag", Joined([.. Good[..3], P + "enabled yes", .. Good[4..]]) },
        { "no data", Joined([.. Good[..4], Good[^1]]) },
        { "data that is not base64", Joined([.. Good[..4], P + "data !!!!", Good[^1]]) },
        { "base64 with blanks", Joined([.. Good[..4], P + "data AAEC AwQF", Good[^1]]) },
        { "endless data", Joined([.. Good[..4], .. Enumerable.Repeat(P + "data " + new string('A', 48), 100), Good[^1]]) },
        { "another version", Joined(Good).Replace("RESET-1", "RESET-2", StringComparison.Ordinal) },
        { "broken lines", Joined(Good).Replace("S-1-5-21-", "S-1-5-21-\n", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Mangled))]
    public void Parse_Mangled_IsNoAnswer(string what, string output) => Assert.True(ResetAnswer.Parse(output) is null, what);

    [Property(MaxTest = 500)]
    public void Parse_AnyChange_IsNoAnswerOrTheSameKindOfOne(int at, char with)
    {
        var text = new StringBuilder(Joined(Good));
        text[(at & int.MaxValue) % text.Length] = with;
        var answer = ResetAnswer.Parse(text.ToString());
        Assert.True(answer is null || answer.Ciphertext.Length <= 10);
    }

    private static string Joined(params string[] lines) => string.Join("\n", lines);
}
