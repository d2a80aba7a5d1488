using System.Text;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Commands;
using Ec2KeyPair.Core.Tests.Sessions.Shell;

namespace Ec2KeyPair.Core.Tests.Sessions.Commands;

public sealed class CommandOutputTests : IAsyncDisposable
{
    private readonly FakeSession _session = new();

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public async Task Wait_BothStreams_AreKeptApart()
    {
        var output = new CommandOutput();
        var waiting = output.WaitAsync(_session, default);
        foreach (var one in Encoding.UTF8.GetBytes("é日\n")) await output.OutputAsync(new[] { one });
        await output.ErrorOutputAsync("bad"u8.ToArray());
        await output.ExitCodeAsync(3);
        await output.SignalAsync(SessionSignal.ConnectToPortError);
        Assert.False(waiting.IsCompleted);
        _session.End();
        Assert.Equal(new CommandResult("é日\n", "bad", 3, false, new SessionEnd(SessionEndKind.Closed, "")), await waiting);
    }

    [Fact]
    public async Task Wait_NotUtf8_IsReplaced()
    {
        var output = new CommandOutput();
        await output.OutputAsync(new byte[] { (byte)'a', 0xFF, (byte)'b', 0xC3 });
        _session.End();
        var result = await output.WaitAsync(_session, default);
        Assert.Equal("a\uFFFDb\uFFFD", result.StandardOutput);
        Assert.Null(result.ExitCode);
        Assert.False(result.IsTruncated);
    }

    [Theory]
    [InlineData(4, "abcd", false)]
    [InlineData(3, "abc", true)]
    public async Task Wait_BeyondTheLimit_IsTruncated(int limit, string expected, bool isTruncated)
    {
        var output = new CommandOutput(limit);
        await output.ErrorOutputAsync("ab"u8.ToArray());
        await output.ErrorOutputAsync("cd"u8.ToArray());
        _session.End(SessionEndKind.ConnectionLost);
        var result = await output.WaitAsync(_session, default);
        Assert.Equal(expected, result.StandardError);
        Assert.Equal(isTruncated, result.IsTruncated);
        Assert.Equal(SessionEndKind.ConnectionLost, result.End.Kind);
    }

    [Fact]
    public async Task Wait_LimitInsideACharacter_LeavesItOut()
    {
        var output = new CommandOutput(largestBytes: 3);
        await output.OutputAsync("a日"u8.ToArray());
        await output.OutputAsync("more"u8.ToArray());
        _session.End();
        Assert.Equal("a", (await output.WaitAsync(_session, default)).StandardOutput);
    }

    [Fact]
    public async Task Output_Forwarded_WholeAndWithBackPressure()
    {
        var forwarded = new List<(CommandOutputKind Kind, string Text)>();
        var gate = new TaskCompletionSource();
        var output = new CommandOutput(largestBytes: 1, async (kind, data) =>
        {
            await gate.Task;
            forwarded.Add((kind, Encoding.UTF8.GetString(data.Span)));
        });
        var first = output.OutputAsync("abc"u8.ToArray()).AsTask();
        Assert.False(first.IsCompleted);
        gate.SetResult();
        await first;
        await output.ErrorOutputAsync("def"u8.ToArray());
        Assert.Equal([(CommandOutputKind.Output, "abc"), (CommandOutputKind.Error, "def")], forwarded);
    }

    [Fact]
    public async Task Wait_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = new CommandOutput().WaitAsync(_session, cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
