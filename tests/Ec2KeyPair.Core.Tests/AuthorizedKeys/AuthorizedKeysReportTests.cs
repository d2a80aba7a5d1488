using Ec2KeyPair.Core.AuthorizedKeys;

namespace Ec2KeyPair.Core.Tests.AuthorizedKeys;

/// <summary>An instance may answer anything.</summary>
public sealed class AuthorizedKeysReportTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F";

    [Theory]
    [InlineData("")]
    [InlineData("N begin 1\nN account 0 root")] // cut off
    [InlineData("M end Done")] // another nonce
    [InlineData("N end done")]
    [InlineData("N end 0")] // the number of a status is not its name
    [InlineData("N end Done\nN end Done")]
    [InlineData("N end Done\nN added 1 /x")]
    [InlineData("N added 0 /x\nN end Done")]
    [InlineData("N added 2 /x\nN end Done")] // one was asked for
    [InlineData("N added -1 /x\nN end Done")]
    [InlineData("N added 1 \nN end Done")]
    [InlineData("N working 1 many\nN end Done")]
    [InlineData("N key 1 1 " + Key + "\nN end Done")] // of no file
    [InlineData("N file /x\nN key one 1 " + Key + "\nN end Done")]
    public void Parse_WhatIsNotOneWholeAnswer_IsNone(string output) => Assert.Null(AuthorizedKeysReport.Parse(output, "N", 1));

    [Fact]
    public void Parse_TooMuch_IsNone()
    {
        Assert.Null(AuthorizedKeysReport.Parse($"N loose {new string('x', 20_000)}\nN end Done", "N", 1));
        Assert.Null(AuthorizedKeysReport.Parse(string.Concat(Enumerable.Repeat("N there 1\n", 20_001)) + "N end Done", "N", 1));
        Assert.Null(AuthorizedKeysReport.Parse($"N added 1 /{new string('x', 5000)}\nN end Done", "N", 1));
    }

    [Fact]
    public void Parse_AmongTheNoiseOfProfiles_IsRead()
    {
        var report = AuthorizedKeysReport.Parse(
            $"Welcome!\r\nN begin 1\r\nN account 1000 ec2-user\nmotd N end Broken\nN strictmodes no\nN loose drwxrwxrwx /h\nN file /h/k\nN key 3 0 no-pty {Key} a  b \nN key 4 1 junk\nN added 1 /h/k\nN working 0 1\nN end Done\r\nbye\n",
            "N",
            1)!;
        Assert.Equal((KeyEditStatus.Done, "ec2-user", false, 1), (report.Status, report.AccountName, report.IsStrict, report.Working));
        var listed = Assert.Single(report.Keys);
        Assert.Equal(("/h/k", 3, false, "no-pty", "a  b"), (listed.Path, listed.LineNumber, listed.IsUnconditional, listed.Key.Options, listed.Key.Comment));
        Assert.Equal("/h/k", report.Changed[0]);
    }

    [Fact]
    public void Of_HostileDetail_IsFitToBeShown()
    {
        var report = AuthorizedKeysReport.Parse("N end Unsafe Link /h/\u001b[2J\u202e", "N", 0)!;
        var error = AuthorizedKeyErrors.Of("i-1", null, report)!;
        Assert.Equal(Errors.ErrorCondition.AuthorizedKeysUnsafe, error.Condition);
        Assert.DoesNotContain("\u001b", error.Message);
        Assert.DoesNotContain("\u202e", error.Message);
    }

    [Theory]
    [InlineData(Key, "", "")]
    [InlineData("\t " + Key + " a comment\r\n", "", "a comment")]
    [InlineData("from=\"1, \\\" 2\",no-pty " + Key + " x", "from=\"1, \\\" 2\",no-pty", "x")]
    public void TryRead_Lines_AreReadAsSshdDoes(string line, string options, string comment)
    {
        var key = AuthorizedKeyText.TryRead(line)!;
        Assert.Equal((options, comment), (key.Options, key.Comment));
        Assert.Equal("ssh-ed25519", key.KeyType);
    }

    [Theory]
    [InlineData("#" + Key)]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F")]
    [InlineData("ssh-ed25519 AAAA")]
    [InlineData("a=\" " + Key)]
    [InlineData("")]
    public void TryRead_NoKey_IsNull(string line) => Assert.Null(AuthorizedKeyText.TryRead(line));

    [Theory]
    [InlineData("no-pty " + Key)]
    [InlineData("ssh-ed25519\n" + Key)]
    [InlineData("rm -rf /")]
    public void Parse_WhatAPersonGives_HasToBeAPublicKey(string line) =>
        Assert.Equal(Errors.ErrorCondition.KeyFileCorrupt, Assert.Throws<Errors.Ec2KeyPairException>(() => AuthorizedKeyText.Parse(line)).Condition);

    [Fact]
    public void Lines_ForRunCommand_HoldNoReferenceToAParameter()
    {
        var key = AuthorizedKeyText.Parse(Key + " {{ssm:secret}} {{{x");
        Assert.DoesNotContain(AuthorizedKeysScript.Lines(new KeyEditRequest(KeyOperation.Add, [key]), "root", "N"), line => line.Contains("{{"));
    }
}
