using System.Net;
using System.Net.Sockets;
using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Tests.Ssh;

/// <summary>Servers that are none, or that never answer. What real ones do is tested with the cmdlets.</summary>
public sealed class SshConnectorTests : IDisposable
{
    private static readonly Ec2Instance Instance = new() { InstanceId = "i-0123456789abcdef0", State = "running", PublicIpAddress = "127.0.0.1" };
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly PrivateKey _key = KeyGenerator.Generate(KeyType.Ed25519);

    public SshConnectorTests() => _server.Start();

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    private static DirectWay Way(int port) => new(Instance.InstanceId, IPAddress.Loopback, port);

    public void Dispose()
    {
        _server.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-Silent\r\n")]
    public async Task ConnectAsync_ServerNeverAnswers_IsGivenUpInTime(string greeting)
    {
        using var serving = ServeAsync(greeting, hangUp: false);
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Connector(TimeSpan.FromMilliseconds(500)).ConnectAsync(Instance, Way(Port), default));
        Assert.Equal(ErrorCondition.HostUnreachable, error.Condition);
        Assert.Contains("not reached and logged in to within", error.Message);
        Assert.Equal(Instance.InstanceId, error.Subject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-Silent\r\n")]
    public async Task ConnectAsync_CancelledWhileTheServerIsSilent_EndsAtOnce(string greeting)
    {
        using var serving = ServeAsync(greeting, hangUp: false);
        using var cancel = new CancellationTokenSource();
        var connecting = Connector(TimeSpan.FromMinutes(10)).ConnectAsync(Instance, Way(Port), cancel.Token);
        await serving.Connected;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-2.0-Rude\r\n")]
    [InlineData("SSH-1.5-Old\r\n")]
    public async Task ConnectAsync_NoSshServer_SaysSo(string greeting)
    {
        using var serving = ServeAsync(greeting, hangUp: true);
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Connector(TimeSpan.FromMinutes(1)).ConnectAsync(Instance, Way(Port), default));
        Assert.Equal(ErrorCondition.HostUnreachable, error.Condition);
        Assert.NotNull(error.Mend);
    }

    [Fact]
    public async Task ConnectAsync_NothingListens_SaysSo()
    {
        var port = Port;
        _server.Stop();
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Connector(TimeSpan.FromMinutes(1)).ConnectAsync(Instance, Way(port), default));
        Assert.Equal(ErrorCondition.HostUnreachable, error.Condition);
        Assert.Contains("refuses connections", error.Message);
    }

    private SshConnector Connector(TimeSpan login) =>
        new(new AnyHostKey(), new OneUser(), new OneKey(_key), new SshLimits { Login = login }, _ => Task.CompletedTask);

    private Serving ServeAsync(string greeting, bool hangUp) => new(_server, greeting, hangUp);

    private sealed class Serving : IDisposable
    {
        private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Socket? _client;

        internal Serving(TcpListener server, string greeting, bool hangUp) => _ = RunAsync(server, greeting, hangUp);

        internal Task Connected => _connected.Task;

        public void Dispose() => _client?.Dispose();

        private async Task RunAsync(TcpListener server, string greeting, bool hangUp)
        {
            _client = await server.AcceptSocketAsync();
            await _client.SendAsync(Encoding.ASCII.GetBytes(greeting));
            _connected.TrySetResult();
            if (hangUp) _client.Dispose();
        }
    }

    private sealed class AnyHostKey : IHostKeyCheck, IHostKeyVerifier
    {
        public IReadOnlyList<string> KnownTypes => [];

        public string Evidence => "a test";

        public Task<IHostKeyVerifier> PrepareAsync(string instanceId, CancellationToken cancel) => Task.FromResult<IHostKeyVerifier>(this);

        public void Verify(byte[] blob) => throw new InvalidOperationException("No server here gets this far.");

        public Task<bool> ReconsiderAsync(CancellationToken cancel) => Task.FromResult(false);
    }

    private sealed class OneUser : ILoginUsers
    {
        public Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(new LoginUser("me", "a test"));

        public Task<LoginUser?> SuggestAsync(Ec2Instance instance, string refused, CancellationToken cancel) => Task.FromResult<LoginUser?>(null);
    }

    private sealed class OneKey(PrivateKey key) : ILoginKeys
    {
        public Task<LoginKeySet> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(new LoginKeySet([new PrivateKeySigner(key, "a test")], "a test"));
    }
}
