using System.Text;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class ResetScriptTests
{
    private static readonly ResetKey Key = new();

    [Fact]
    public void For_Request_ChangesFiveLinesOnly()
    {
        var original = ResetScript.Read();
        var filled = ResetScript.For(Key, "o'Brien; Remove-Item $env:windir");
        Assert.Equal(original.Count, filled.Count);
        var changed = original.Zip(filled).Where(pair => pair.First != pair.Second).Select(pair => pair.Second).ToList();
        Assert.Equal(
            [
                $"$modulus = '{Key.Modulus}'",
                $"$exponent = '{Key.Exponent}'",
                $"$nonce = '{Key.Nonce}'",
                $"$account = '{Convert.ToBase64String("o'Brien; Remove-Item $env:windir"u8)}'",
                "$serial = 'yes+'",
            ],
            changed);
    }

    [Fact]
    public void For_NoAccount_LeavesItEmpty() => Assert.Contains("$account = ''", ResetScript.For(Key, null));

    [Fact]
    public void Read_File_IsFitForRunCommand()
    {
        var text = string.Join("\n", ResetScript.For(Key, new string('\u4e00', 20)));
        // Systems Manager takes {{ for a reference to a parameter, and a whole document of 64 KB.
        Assert.DoesNotContain("{{", text);
        Assert.InRange(text.Length, 4000, 32 * 1024);
        // The agent and Windows PowerShell 5.1 may differ about the encoding of a script file.
        Assert.All(text, character => Assert.InRange(character, '\n', '~'));
        Assert.All(Encoding.ASCII.GetBytes(text), value => Assert.True(value is >= 0x20 or (byte)'\n'));
    }
}
