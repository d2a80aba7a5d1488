using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Tests.Tunnels;

public sealed class LoopbackListenerTests
{
    [SkippableFact]
    public async Task RunAsync_AddressOfTheLoopback_IsTheOnlyOneListenedOn()
    {
        Skip.If(OperatingSystem.IsMacOS(), "there only 127.0.0.1 is this machine");
        var address = IPAddress.Parse("127.77.1.9");
        using var listener = new LoopbackListener(0, address);
        Assert.Equal(address, listener.Address);
        var connected = new TaskCompletionSource<Socket>();
        _ = listener.RunAsync(socket => connected.TrySetResult(socket));
        using var client = new TcpClient();
        await client.ConnectAsync(address, listener.Port);
        (await connected.Task.WaitAsync(TimeSpan.FromSeconds(60))).Dispose();

        using var other = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => other.ConnectAsync(IPAddress.Loopback, listener.Port));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.7")]
    [InlineData("::")]
    public void LoopbackListener_AnyOtherAddress_IsRefused(string address) =>
        Assert.Throws<ArgumentException>(() => new LoopbackListener(0, IPAddress.Parse(address)));
}
