using System.Text;
using Ec2KeyPair.Core.Sessions.Shell;

namespace Ec2KeyPair.Core.Tests.Sessions.Shell;

public sealed class EscapeKeysTests
{
    [Theory]
    [InlineData("ls\r", "ls\r", "")]
    [InlineData("~.", "", "leave")]
    [InlineData("a~.", "a~.", "")]
    [InlineData("a\r~.", "a\r", "leave")]
    [InlineData("a\n~.", "a\n", "leave")]
    [InlineData("~~", "~", "")]
    [InlineData("~~.", "~.", "")]
    [InlineData("~~\r~.", "~\r", "leave")]
    [InlineData("~?", "", "explain")]
    [InlineData("~?~.", "", "explain leave")]
    [InlineData("~?x~.", "x~.", "explain")]
    [InlineData("~/bin\r", "~/bin\r", "")]
    [InlineData("~\r~.", "~\r", "leave")]
    [InlineData("~x~.", "~x~.", "")]
    [InlineData("é\r~é", "é\r~é", "")]
    [InlineData("\u001b[200~.", "\u001b[200~.", "")]
    [InlineData("\u0003\r\u001a~.", "\u0003\r\u001a~.", "")]
    public void Feed_EverySplit_IsTheSame(string typed, string sent, string requests)
    {
        var bytes = Encoding.UTF8.GetBytes(typed);
        // Each bit says whether the input is cut after that byte.
        for (var cuts = 0; cuts < 1 << (bytes.Length - 1); cuts++)
        {
            var (gotSent, gotRequests) = Feed(bytes, cuts);
            Assert.Equal(sent, gotSent);
            // Both in one piece come as the one that counts.
            if (requests == "explain leave" && gotRequests == "leave") continue;
            Assert.Equal(requests, gotRequests);
        }
    }

    [Fact]
    public void Feed_AfterLeave_TakesNoMore()
    {
        var sent = new List<byte>();
        Assert.Equal(EscapeRequest.Leave, new EscapeKeys().Feed("~.rm -rf\r"u8, sent));
        Assert.Empty(sent);
    }

    private static (string Sent, string Requests) Feed(byte[] bytes, int cuts)
    {
        var keys = new EscapeKeys();
        var sent = new List<byte>();
        var requests = new List<string>();
        for (int start = 0, at = 0; at < bytes.Length; at++)
        {
            if (at < bytes.Length - 1 && (cuts & (1 << at)) == 0) continue;
            var request = keys.Feed(bytes.AsSpan(start, at + 1 - start), sent);
            start = at + 1;
            if (request == EscapeRequest.None) continue;
            requests.Add(request == EscapeRequest.Leave ? "leave" : "explain");
            if (request == EscapeRequest.Leave) break;
        }

        return (Encoding.UTF8.GetString([.. sent]), string.Join(' ', requests));
    }
}
