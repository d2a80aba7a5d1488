using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Files;

namespace Ec2KeyPair.Core.Tests.Ssh;

public sealed class RemoteNameTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("/etc", false)]
    [InlineData("../x", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\nb", false)]
    [InlineData("\u001b[2J", false)]
    [InlineData("\u009b31m", false)]
    [InlineData("caf\uFFFD", false)]
    [InlineData("a\\b", true)]
    [InlineData("..\\x", true)]
    [InlineData("C:x", true)]
    [InlineData("file:stream", true)]
    [InlineData("a?", true)]
    [InlineData("CON", true)]
    [InlineData("nul.txt", true)]
    [InlineData("Com1 .log", true)]
    [InlineData("LPT\u00B9", true)]
    [InlineData("conin$", true)]
    [InlineData("dot.", true)]
    [InlineData("space ", true)]
    public void Fault_NameThatLeadsElsewhere_IsOne(string name, bool onWindowsOnly)
    {
        Assert.NotNull(RemoteName.Fault(name, isWindows: true));
        Assert.Equal(onWindowsOnly, RemoteName.Fault(name, isWindows: false) is null);
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("with space")]
    [InlineData("...")]
    [InlineData("console")]
    [InlineData("com10")]
    [InlineData("é☃")]
    [InlineData("-dash")]
    [InlineData(" leading")]
    [InlineData("$(x)`y`'z")]
    public void Fault_OrdinaryName_IsNone(string name)
    {
        Assert.Null(RemoteName.Fault(name, isWindows: false));
        Assert.Equal(name == "...", RemoteName.Fault(name, isWindows: true) is not null);
    }

    [Fact]
    public void Checked_HostileName_ErrorTellsItHarmlessly()
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => RemoteName.Checked("a\u001b[31m", "/x/a\u001b[31m"));
        Assert.Equal(ErrorCondition.RemoteNameUnsafe, error.Condition);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [InlineData("~", ".")]
    [InlineData("~/a", "a")]
    [InlineData("~a", "~a")]
    [InlineData("/a/~", "/a/~")]
    [InlineData("", ".")]
    public void FromHome_Tilde_IsTheHomeFolder(string path, string expected) => Assert.Equal(expected, RemotePath.FromHome(path));

    [Theory]
    [InlineData("/a/b", "b", "/a")]
    [InlineData("/a/b/", "b", "/a")]
    [InlineData("/a", "a", "/")]
    [InlineData("a", "a", ".")]
    [InlineData("/", "", ".")]
    public void NameOfAndFolderOf_Path_AreItsParts(string path, string name, string folder)
    {
        Assert.Equal(name, RemotePath.NameOf(path));
        Assert.Equal(folder, RemotePath.FolderOf(path));
    }

    [Theory]
    [InlineData("0644", "0644", "0644")]
    [InlineData("0755", "0644", "0755")]
    [InlineData("0777", "0644", "0755")]
    [InlineData("0777", "0600", "0700")]
    [InlineData("0600", "0644", "0600")]
    [InlineData("0444", "0644", "0444")]
    public void Local_Mode_IsTheOriginalsLessTheUmask(string original, string usual, string expected) =>
        Assert.Equal(Octal(expected), FileModes.Local(Octal(original), Octal(usual)));

    [Theory]
    [InlineData("0644", 644, false)]
    [InlineData("0600", 600, true)]
    [InlineData("0640", 640, true)]
    [InlineData("0755", 755, false)]
    public void Digits_Mode_AreItsOctalOnes(string mode, short digits, bool isPrivate)
    {
        Assert.Equal(digits, FileModes.Digits(Octal(mode)));
        Assert.Equal(isPrivate, FileModes.IsPrivate(Octal(mode)));
    }

    private static int Octal(string text) => Convert.ToInt32(text, 8);
}
