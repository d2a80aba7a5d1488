using System.Net;
using System.Net.Sockets;
using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Scan;

namespace Ec2KeyPair.Core.Tests.Trust.Scan;

public sealed class HostKeyScanTests
{
    [SkippableTheory]
    [InlineData("ed25519", "curve25519-sha256")]
    [InlineData("ecdsa -b 256", "curve25519-sha256@libssh.org")]
    [InlineData("ecdsa -b 384", "ecdh-sha2-nistp256")]
    [InlineData("ecdsa -b 521", "diffie-hellman-group14-sha256")]
    [InlineData("rsa -b 2048", "diffie-hellman-group14-sha1")]
    public async Task FetchAsync_RealServer_ShowsItsKey(string keyType, string method)
    {
        using var sshd = new Sshd(keyType, "KexAlgorithms=" + method);
        var expected = HostKey.TryReadLine(sshd.PublicLine)!;
        Assert.Equal(expected, await HostKeyScan.FetchAsync("127.0.0.1", sshd.Port, [], CancellationToken.None));
        Assert.Equal(expected, await HostKeyScan.FetchAsync("localhost", sshd.Port, ["ssh-x", expected.KeyType], CancellationToken.None));
        Assert.Null(await HostKeyScan.FetchAsync("127.0.0.1", sshd.Port, [keyType == "ed25519" ? "ssh-rsa" : "ssh-ed25519"], CancellationToken.None));
    }

    [SkippableFact]
    public async Task FetchAsync_ServerWithOtherMethodsOnly_IsHostUnreachableAndSaysSo()
    {
        using var sshd = new Sshd("ed25519", "KexAlgorithms=diffie-hellman-group-exchange-sha256");
        Assert.Contains("key exchanges", (await FailsAsync(sshd.Port)).Message);
    }

    public static TheoryData<string, string> HostileAnswers => new()
    {
        { "silence and goodbye", "" },
        { "another protocol", "HTTP/1.1 400 Bad Request\r\n\r\n" },
        { "version 1", "SSH-1.5-old\r\n" },
        { "a line without end", new string('x', 100_000) },
        { "lines without end", string.Concat(Enumerable.Repeat("hello\r\n", 10_000)) },
        { "a packet of 2 GiB", Greeting + "\u007f\u00ff\u00ff\u00ff\u0004" },
        { "a packet of negative length", Greeting + "\u00ff\u00ff\u00ff\u00ff\u0004" },
        { "a packet of padding only", Greeting + "\0\0\0\u0008\u0008aaaaaaaa" },
        { "another message", Greeting + Packet("\u0005\0\0\0\u0004abcd") },
        { "debug messages for ever", Greeting + string.Concat(Enumerable.Repeat(Packet("\u0004abc"), 500)) },
        { "half of a list", Greeting + Packet("\u0014" + new string('c', 16) + "\0\0\u00ff\u00ffcurve") },
        { "no lists", Greeting + Packet("\u0014") },
        { "a key that is none", Greeting + Packet(Init("curve25519-sha256", "ssh-ed25519")) + Packet("\u001f\0\0\0\u0004abcd") },
        { "an answer without key", Greeting + Packet(Init("curve25519-sha256", "ssh-ed25519")) + Packet("\u001f") },
        { "goodbye instead of the key", Greeting + Packet(Init("curve25519-sha256", "ssh-ed25519")) + Packet("\u0001\0\0\0\u0002\0\0\0\u0007\u001b[2Jbye\0\0\0\0") },
    };

    private const string Greeting = "SSH-2.0-hostile\r\n";

    [Theory]
    [MemberData(nameof(HostileAnswers))]
    public async Task FetchAsync_HostileServer_IsHostUnreachable(string what, string answer)
    {
        using var server = new OneAnswer(answer);
        var error = await FailsAsync(server.Port);
        Assert.DoesNotContain('\u001b', error.Message + what);
    }

    [Fact]
    public async Task FetchAsync_NobodyThere_IsHostUnreachable()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        Assert.Equal("127.0.0.1", (await FailsAsync(port)).Subject);
    }

    [Fact]
    public async Task FetchAsync_SilentServerAndCtrlC_EndsAtOnce()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var cancel = new CancellationTokenSource();
        var fetching = HostKeyScan.FetchAsync("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, [], cancel.Token);
        using var client = await silent.AcceptTcpClientAsync(CancellationToken.None);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    private static async Task<Ec2KeyPairException> FailsAsync(int port)
    {
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => HostKeyScan.FetchAsync("127.0.0.1", port, [], CancellationToken.None));
        Assert.Equal(ErrorCondition.HostUnreachable, error.Condition);
        Assert.NotNull(error.Mend);
        return error;
    }

    private static string Packet(string payload) => Number(payload.Length + 5) + "\u0004" + payload + "pppp";

    private static string Init(params string[] lists) =>
        "\u0014" + new string('c', 16) + string.Concat(lists.Concat(Enumerable.Repeat("", 8)).Select(list => Number(list.Length) + list)) + "\0\0\0\0\0";

    private static string Number(int value) => new([(char)(value >> 24), (char)((value >> 16) & 255), (char)((value >> 8) & 255), (char)(value & 255)]);

    /// <summary>Says what it has to say, whatever the client says, and hangs up.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _answering;

        internal OneAnswer(string answer)
        {
            _listener.Start();
            _answering = AnswerAsync(Encoding.Latin1.GetBytes(answer));
        }

        internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose()
        {
            _listener.Stop();
            _answering.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        }

        private async Task AnswerAsync(byte[] answer)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            try
            {
                await client.GetStream().WriteAsync(answer);
                client.Client.Shutdown(SocketShutdown.Send);
                while (await client.GetStream().ReadAsync(new byte[4096]) > 0) { }
            }
            catch (IOException)
            {
                // It has heard enough.
            }
        }
    }
}
