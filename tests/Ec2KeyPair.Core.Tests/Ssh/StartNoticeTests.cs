using System.Text;
using Ec2KeyPair.Core.Ssh.Commands;

namespace Ec2KeyPair.Core.Tests.Ssh;

public sealed class StartNoticeTests
{
    private const string Mark = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("", "")]
    [InlineData("", "error text\n")]
    [InlineData("motd without end", "error")]
    [InlineData("0123456789abcdef looks like it\n", "0123456789abcdef0123456789abcdef not a number\n")]
    public void Take_CutAnywhere_TakesTheLineOutAndNothingElse(string before, string after)
    {
        var all = Encoding.ASCII.GetBytes($"{before}{Mark} 4711\n{after}");
        for (var size = 1; size <= all.Length; size++)
        {
            var notice = new StartNotice(Mark);
            var rest = new List<byte>();
            foreach (var piece in all.Chunk(size)) rest.AddRange(notice.Take(piece));
            rest.AddRange(notice.Finish());
            Assert.Equal(before + after, Encoding.ASCII.GetString([.. rest]));
            Assert.Equal(4711, notice.ProcessId);
        }
    }

    [Theory]
    [InlineData("no line at all")]
    [InlineData(Mark)]
    [InlineData(Mark + " 47")]
    [InlineData(Mark + " x\n")]
    [InlineData(Mark + " 1\n")]
    [InlineData(Mark + " 99999999999999999999999999\n")]
    public void Take_NoSuchLine_LosesNothing(string text)
    {
        var notice = new StartNotice(Mark);
        var rest = Encoding.ASCII.GetBytes(text).Chunk(7).SelectMany(notice.Take).ToList();
        rest.AddRange(notice.Finish());
        Assert.Equal(text, Encoding.ASCII.GetString([.. rest]));
        Assert.Null(notice.ProcessId);
    }
}
