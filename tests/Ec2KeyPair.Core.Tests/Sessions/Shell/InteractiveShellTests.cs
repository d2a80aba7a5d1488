using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Shell;

namespace Ec2KeyPair.Core.Tests.Sessions.Shell;

public sealed class InteractiveShellTests : IDisposable
{
    private readonly FakeTerminal _terminal = new();
    private readonly FakeSession _session = new();
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose()
    {
        _cancel.Dispose();
        _terminal.Dispose();
    }

    [Fact]
    public async Task Run_SizeFirst_ThenKeysAndChanges()
    {
        var shell = new InteractiveShell(_terminal);
        _terminal.Type("ls\r\u0003\u001a");
        var running = shell.RunAsync(_session, _cancel.Token);
        await _session.WaitForSentAsync(5);
        Assert.Equal("80x24", _session.Events[0]);
        _terminal.Resize(132, 43);
        await _session.WaitForEventAsync("132x43");
        _session.End();
        Assert.Equal(SessionEndKind.Closed, (await running)!.Kind);
        Assert.Equal("ls\r\u0003\u001a"u8.ToArray(), _session.Sent);
        RequireRestored();
    }

    [Fact]
    public async Task Run_Output_IsPassedByteForByte()
    {
        var shell = new InteractiveShell(_terminal);
        var running = shell.RunAsync(_session, _cancel.Token);
        var bytes = Encoding.UTF8.GetBytes("é\u001b[1m日本\n").Append((byte)0xFF).ToArray();
        foreach (var one in bytes) await shell.OutputAsync(new[] { one });
        Assert.Equal(bytes, _terminal.Written);
        _session.End();
        await running;
        Assert.Equal(bytes, _terminal.Written);
    }

    [Fact]
    public async Task Run_LargePaste_ArrivesWhole()
    {
        var paste = new byte[100 * 1024];
        new Random(1).NextBytes(paste);
        paste = [.. paste.Select(one => one == (byte)'~' ? (byte)'x' : one)];
        var gate = new TaskCompletionSource();
        _session.Gate = gate.Task;
        var running = new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token);
        _terminal.Type(paste);
        await _session.WaitForWriterAsync();
        gate.SetResult();
        await _session.WaitForSentAsync(paste.Length);
        Assert.Equal(paste, _session.Sent);
        _session.End();
        await running;
    }

    [Fact]
    public async Task Run_RemoteTakesNothing_UserCanStillLeave()
    {
        _session.Gate = new TaskCompletionSource().Task;
        var running = new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token);
        _terminal.Type("x");
        await _session.WaitForWriterAsync();
        _terminal.Type("\r");
        _terminal.Type("~");
        _terminal.Type(".");
        Assert.Null(await running);
        RequireRestored();
    }

    [Fact]
    public async Task Run_Left_TidiesAndDropsLateOutput()
    {
        var shell = new InteractiveShell(_terminal);
        _terminal.Type("~.");
        Assert.Null(await shell.RunAsync(_session, _cancel.Token));
        Assert.Contains("\u001b[?25h", _terminal.Text, StringComparison.Ordinal);
        await shell.OutputAsync("late"u8.ToArray());
        Assert.DoesNotContain("late", _terminal.Text, StringComparison.Ordinal);
        Assert.Empty(_session.Sent);
    }

    [Fact]
    public async Task Run_Help_IsShownAndNotSent()
    {
        var running = new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token);
        _terminal.Type("~?");
        await _terminal.WaitForTextAsync("ends the session\r\n");
        _session.End();
        await running;
        Assert.Empty(_session.Sent);
    }

    [Theory]
    [InlineData(true, "a\rb")]
    [InlineData(false, "a\nb")]
    public async Task Run_LoneLineFeed_IsEnterOnWindowsOnly(bool isWindows, string expected)
    {
        var running = new InteractiveShell(_terminal, new ShellOptions { IsWindows = isWindows }).RunAsync(_session, _cancel.Token);
        _terminal.Type("a\nb");
        await _session.WaitForSentAsync(3);
        Assert.Equal(expected, Encoding.ASCII.GetString(_session.Sent));
        _session.End();
        await running;
    }

    [Fact]
    public async Task Run_EarlyOutput_ComesAfterTheMessageInOrder()
    {
        var said = new List<string>();
        Task Say(string line)
        {
            Assert.Empty(_terminal.Written);
            Assert.False(_terminal.WasRaw);
            said.Add(line);
            return Task.CompletedTask;
        }

        var session = new FakeSession("Welcome\n\u001b[31mred");
        var shell = new InteractiveShell(_terminal, new ShellOptions { Say = Say });
        await shell.OutputAsync("first "u8.ToArray());
        await shell.OutputAsync("second "u8.ToArray());
        var running = shell.RunAsync(session, _cancel.Token);
        await _terminal.WaitForTextAsync("second ");
        await shell.OutputAsync("third"u8.ToArray());
        session.End();
        await running;
        Assert.Equal(["Welcome", "\\u001B[31mred"], said);
        Assert.Equal("first second third", _terminal.Text);
    }

    [Fact]
    public async Task Output_BeforeAttached_IsHeldUpToALimit()
    {
        var shell = new InteractiveShell(_terminal);
        await shell.OutputAsync(new byte[1024 * 1024]);
        var more = shell.OutputAsync("x"u8.ToArray()).AsTask();
        Assert.False(more.IsCompleted);
        var running = shell.RunAsync(_session, _cancel.Token);
        await more;
        Assert.Equal((1024 * 1024) + 1, _terminal.Written.Length);
        _session.End();
        await running;
    }

    [Fact]
    public async Task Run_SessionOverAlready_ShowsWhatCame()
    {
        var shell = new InteractiveShell(_terminal);
        await shell.OutputAsync("bye"u8.ToArray());
        _session.End(SessionEndKind.ClosedWithError);
        Assert.Equal(SessionEndKind.ClosedWithError, (await shell.RunAsync(_session, _cancel.Token))!.Kind);
        Assert.StartsWith("bye", _terminal.Text, StringComparison.Ordinal);
        RequireRestored();
    }

    [Fact]
    public async Task Run_HungUp_EndsAsLeft()
    {
        _terminal.HangUp();
        Assert.Null(await new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token));
        Assert.Empty(_terminal.Written);
        RequireRestored();
    }

    [Fact]
    public async Task Run_Cancelled_Restores()
    {
        var running = new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token);
        await _terminal.WaitForRawAsync();
        _cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        RequireRestored();
    }

    [Fact]
    public async Task Run_ReadFails_Restores()
    {
        _terminal.ReadFailure = new IOException("read");
        await Assert.ThrowsAsync<IOException>(() => new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token));
        RequireRestored();
    }

    [Fact]
    public async Task Run_WriteFails_RestoresAndTellsTheSession()
    {
        var shell = new InteractiveShell(_terminal);
        var running = shell.RunAsync(_session, _cancel.Token);
        _terminal.Writing = _ => throw new IOException("write");
        await Assert.ThrowsAsync<IOException>(() => shell.OutputAsync("x"u8.ToArray()).AsTask());
        await Assert.ThrowsAsync<IOException>(() => running);
        RequireRestored();
    }

    [Fact]
    public async Task Run_SendFails_Restores()
    {
        _session.WriteFailure = new InvalidOperationException("send");
        var running = new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token);
        _terminal.Type("x");
        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        RequireRestored();
    }

    [Fact]
    public async Task Run_SenderSeesTheEndFirst_WaitsForItsReason()
    {
        _session.WriteFailure = new Ec2KeyPairException(ErrorCondition.SessionEnded, "Ended.");
        var running = new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token);
        _terminal.Type("x");
        _session.End(SessionEndKind.TimedOut);
        Assert.Equal(SessionEndKind.TimedOut, (await running)!.Kind);
        RequireRestored();
    }

    [Fact]
    public async Task Run_NoTerminal_IsRefusedUntouched()
    {
        _terminal.IsInteractive = false;
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => new InteractiveShell(_terminal).RunAsync(_session, _cancel.Token));
        Assert.Equal(ErrorCondition.HostNotInteractive, error.Condition);
        Assert.False(_terminal.WasRaw);
    }

    private void RequireRestored()
    {
        Assert.True(_terminal.WasRaw);
        Assert.False(_terminal.IsRaw);
        Assert.False(_terminal.IsReading);
        Assert.False(_terminal.IsWatched);
        Assert.False(_session.IsWriting);
    }
}
