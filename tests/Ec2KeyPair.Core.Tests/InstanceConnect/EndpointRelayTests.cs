using System.IO.Pipes;
using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Tests.InstanceConnect;

public sealed class EndpointRelayTests : IDisposable
{
    private static readonly Ec2KeyPairException Said = new(ErrorCondition.ConnectEndpointFailed, "the service's words");
    private static readonly Ec2KeyPairException Broke = new(ErrorCondition.ConnectEndpointFailed, "the connection broke");
    private readonly FakeEndpointSocket _remote = new();
    private readonly ManualClock _clock = new();
    private readonly TunnelTraffic _traffic = new();

    [Fact]
    public async Task CarryAsync_RemoteEnd_EndsAfterItsData()
    {
        using var input = new AnonymousPipeServerStream();
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, input.ClientSafePipeHandle);
        using var output = new MemoryStream();
        var carrying = Relay().CarryAsync(reader, output, default);
        _remote.Give("hello"u8.ToArray());
        _remote.GiveEnd();
        await carrying;
        Assert.Equal("hello", Encoding.ASCII.GetString(output.ToArray()));
        Assert.True(_remote.IsDisposed.Task.IsCompleted);
        Assert.Equal((0, 5), (_traffic.Sent, _traffic.Received));
    }

    [Fact]
    public async Task CarryAsync_LargeInput_GoesInFramesThatTheOfficialClientSends()
    {
        var data = new byte[200_000];
        new Random(1).NextBytes(data);
        using var output = new MemoryStream();
        var carrying = Relay().CarryAsync(new MemoryStream(data), output, default);
        // It spoke last: an answer may still come.
        await _clock.SomebodyWaitsAsync();
        Assert.False(_remote.HasEndedSending.Task.IsCompleted);
        _clock.Pass(LocalClose.QuietForAnswer);
        await _remote.HasEndedSending.Task;
        _remote.GiveEnd();
        await carrying;
        Assert.Equal(data, _remote.Sent.SelectMany(frame => frame));
        Assert.All(_remote.Sent, frame => Assert.InRange(frame.Length, 1, EndpointRelay.LargestSend));
        Assert.Equal(data.Length, _traffic.Sent);
    }

    [Fact]
    public async Task CarryAsync_AnswerWhileItWaits_IsWaitedForAgain()
    {
        using var output = new MemoryStream();
        var carrying = Relay().CarryAsync(new MemoryStream([1]), output, default);
        for (var turn = 0; turn < 3; turn++)
        {
            await _clock.SomebodyWaitsAsync();
            _remote.Give([2]);
            await UntilAsync(() => _traffic.Received == turn + 1);
            _clock.Pass(LocalClose.QuietForAnswer);
        }

        await _clock.SomebodyWaitsAsync();
        Assert.False(_remote.HasEndedSending.Task.IsCompleted);
        _clock.Pass(LocalClose.QuietForAnswer);
        await _remote.HasEndedSending.Task;
        // A service that goes on after this side's end is still heard.
        _remote.Give([3]);
        _remote.GiveEnd();
        await carrying;
        Assert.Equal([2, 2, 2, 3], output.ToArray());
    }

    [Fact]
    public async Task CarryAsync_ServiceThatNeverEnds_IsLeft()
    {
        using var output = new MemoryStream();
        var carrying = Relay().CarryAsync(new MemoryStream(), output, default);
        await _remote.HasEndedSending.Task;
        await _clock.SomebodyWaitsAsync();
        _clock.Pass(TimeSpan.FromSeconds(5));
        await carrying;
        Assert.True(_remote.IsDisposed.Task.IsCompleted);
    }

    [Fact]
    public async Task CarryAsync_ServiceReportsAnError_IsThatError()
    {
        using var input = new AnonymousPipeServerStream();
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, input.ClientSafePipeHandle);
        var carrying = Relay().CarryAsync(reader, new MemoryStream(), default);
        _remote.GiveFailure(Said);
        Assert.Same(Said, await Assert.ThrowsAsync<Ec2KeyPairException>(() => carrying));
        Assert.True(_remote.IsDisposed.Task.IsCompleted);
    }

    /// <summary>A send fails first; why stands in what the service sent before.</summary>
    [Fact]
    public async Task CarryAsync_SendFails_TellsWhatTheServiceSaid()
    {
        _remote.SendFailure = Broke;
        var carrying = Relay().CarryAsync(new MemoryStream([1]), new MemoryStream(), default);
        await _clock.SomebodyWaitsAsync();
        _remote.GiveFailure(Said);
        Assert.Same(Said, await Assert.ThrowsAsync<Ec2KeyPairException>(() => carrying));
    }

    [Fact]
    public async Task CarryAsync_SendFailsAndTheServiceEnds_IsNoError()
    {
        _remote.SendFailure = Broke;
        var carrying = Relay().CarryAsync(new MemoryStream([1]), new MemoryStream(), default);
        await _clock.SomebodyWaitsAsync();
        _remote.GiveEnd();
        await carrying;
    }

    [Fact]
    public async Task CarryAsync_SendFailsAndNothingMoreComes_IsTheFailure()
    {
        _remote.SendFailure = Broke;
        var carrying = Relay().CarryAsync(new MemoryStream([1]), new MemoryStream(), default);
        await _clock.SomebodyWaitsAsync();
        _clock.Pass(TimeSpan.FromSeconds(5));
        Assert.Same(Broke, await Assert.ThrowsAsync<Ec2KeyPairException>(() => carrying));
    }

    [Fact]
    public async Task CarryAsync_Cancelled_LeavesTheTunnel()
    {
        using var input = new AnonymousPipeServerStream();
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, input.ClientSafePipeHandle);
        using var stop = new CancellationTokenSource();
        var carrying = Relay().CarryAsync(reader, new MemoryStream(), stop.Token);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => carrying);
        Assert.True(_remote.IsDisposed.Task.IsCompleted);
    }

    public void Dispose() => _remote.Dispose();

    private EndpointRelay Relay() => new(_remote, _traffic, _clock);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var patience = 0; !condition(); patience++)
        {
            Assert.True(patience < 3000, "it never came true");
            await Task.Delay(10);
        }
    }
}
