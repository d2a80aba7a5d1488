using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Terminal;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Sessions.Terminal;

// The analyzer can't see that Pty skips the test everywhere but on Linux.
#pragma warning disable CA1416

public sealed class UnixTerminalTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public void EnterRaw_UntilDisposed_IsRawAndThenAsBefore()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        Assert.True(terminal.IsInteractive);
        var before = pty.Attributes();
        var raw = terminal.EnterRaw();
        Assert.NotEqual(before, pty.Attributes());
        var settings = Tool.Named("stty").Run("-a", "-F", pty.Path).MustSucceed().Text.Split((char[])[' ', ';', '\n'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var off in (string[])["-isig", "-icanon", "-echo", "-iexten", "-ixon", "-icrnl", "-opost", "-istrip"]) Assert.Contains(off, settings);
        Assert.Throws<InvalidOperationException>(() => terminal.EnterRaw());
        raw.Dispose();
        Assert.Equal(before, pty.Attributes());
        raw.Dispose();
        using (terminal.EnterRaw()) Assert.NotEqual(before, pty.Attributes());
        Assert.Equal(before, pty.Attributes());
    }

    [SkippableFact]
    public void EnterRaw_ExceptionInside_IsAsBefore()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        var before = pty.Attributes();
        Assert.Throws<IOException>((Action)(() =>
        {
            using var raw = terminal.EnterRaw();
            throw new IOException();
        }));
        Assert.Equal(before, pty.Attributes());
    }

    [SkippableFact]
    public void Dispose_Raw_IsAsBefore()
    {
        using var pty = new Pty();
        var before = pty.Attributes();
        using (var terminal = new UnixTerminal(pty.Slave, pty.Slave)) terminal.EnterRaw();
        Assert.Equal(before, pty.Attributes());
    }

    [SkippableFact]
    public void EnterRaw_NoTerminal_IsRefused()
    {
        using var pty = new Pty();
        using var file = new FileStream("/dev/null", FileMode.Open);
        using var terminal = new UnixTerminal((int)file.SafeFileHandle.DangerousGetHandle(), pty.Slave);
        Assert.False(terminal.IsInteractive);
        Assert.Equal(ErrorCondition.HostNotInteractive, Assert.Throws<Ec2KeyPairException>(() => terminal.EnterRaw()).Condition);
    }

    [SkippableFact]
    public async Task Read_ControlKeys_AreBytes()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        using var raw = terminal.EnterRaw();
        // Ctrl+C, Ctrl+Z, Ctrl+\, Ctrl+S, Ctrl+Q, Ctrl+V, Ctrl+D, Ctrl+O, Enter, Ctrl+J, Backspace, a byte beyond ASCII.
        byte[] keys = [3, 26, 28, 19, 17, 22, 4, 15, 13, 10, 127, 0xC3];
        pty.Type(keys);
        Assert.Equal(keys, await ReadAsync(terminal, keys.Length));
    }

    [SkippableFact]
    public async Task Read_Cancelled_LeavesTheNextKey()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        using var raw = terminal.EnterRaw();
        for (var round = 0; round < 20; round++)
        {
            using var cancel = new CancellationTokenSource();
            var reading = terminal.ReadAsync(new byte[16], cancel.Token);
            Assert.False(reading.IsCompleted);
            cancel.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Hang));
            pty.Type((byte)'k');
            if (round % 2 == 0) Assert.Equal((byte)'k', pty.NextKey());
            else Assert.Equal("k"u8.ToArray(), await ReadAsync(terminal, 1));
        }
    }

    [SkippableFact]
    public async Task Read_CancelledBefore_TakesNothing()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        using var raw = terminal.EnterRaw();
        pty.Type((byte)'k');
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => terminal.ReadAsync(new byte[16], new CancellationToken(true)));
        Assert.Equal((byte)'k', pty.NextKey());
    }

    [SkippableFact]
    public async Task Dispose_WhileReading_EndsTheReader()
    {
        using var pty = new Pty();
        var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        using var raw = terminal.EnterRaw();
        var reading = terminal.ReadAsync(new byte[16], default);
        terminal.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Hang));
    }

    [SkippableFact]
    public async Task Read_HungUp_IsTheEnd()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        using var raw = terminal.EnterRaw();
        var reading = terminal.ReadAsync(new byte[16], default);
        pty.HangUp();
        Assert.Equal(0, await reading.WaitAsync(Hang));
    }

    [SkippableFact]
    public async Task Write_MoreThanTheTerminalHolds_ArrivesUnchanged()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        using var raw = terminal.EnterRaw();
        var data = new byte[300_000];
        new Random(2).NextBytes(data);
        var writing = terminal.WriteAsync(data);
        Assert.Equal(data, pty.Shown(data.Length));
        await writing.WaitAsync(Hang);
    }

    [SkippableFact]
    public async Task Size_Changed_IsTold()
    {
        using var pty = new Pty();
        pty.Resize(80, 24);
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        Assert.Equal(new TerminalSize(80, 24), terminal.Size);
        using var raw = terminal.EnterRaw();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        terminal.SizeChanged += (_, _) =>
        {
            if (terminal.Size == new TerminalSize(132, 43)) told.TrySetResult();
        };
        pty.Resize(132, 43);
        Pty.Raise(28); // The terminal sends it to its own session's processes, of which this test is none.
        await told.Task.WaitAsync(Hang);
    }

#if !DESKTOP_CORE
    [SkippableFact]
    public async Task Raw_ContinuedAfterAStop_IsRawAgain()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        using var raw = terminal.EnterRaw();
        var inRaw = pty.Attributes();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Tool.Named("stty").Run("-F", pty.Path, "sane").MustSucceed();
        Assert.NotEqual(inRaw, pty.Attributes());
        terminal.SizeChanged += (_, _) =>
        {
            if (pty.Attributes().AsSpan().SequenceEqual(inRaw)) told.TrySetResult();
        };
        Pty.Raise(18); // SIGCONT
        await told.Task.WaitAsync(Hang);
    }

    [SkippableFact]
    public async Task Signal_EndOfTheProcess_RestoresOnce()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        var before = pty.Attributes();
        // The test itself is to live on.
        using var survive = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        var times = 0;
        var restored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var raw = (UnixRawMode)terminal.EnterRaw();
        using (new RestoreOnExit(() =>
        {
            times++;
            restored.TrySetResult();
        }))
        {
            Pty.Raise(1); // SIGHUP
            await restored.Task.WaitAsync(Hang);
        }

        Assert.Equal(1, times);
        Assert.True(SpinWait.SpinUntil(() => raw.IsOver && pty.Attributes().AsSpan().SequenceEqual(before), Hang));
    }
#endif

    private static async Task<byte[]> ReadAsync(UnixTerminal terminal, int count)
    {
        var got = new List<byte>();
        var buffer = new byte[5];
        while (got.Count < count)
        {
            var length = await terminal.ReadAsync(buffer, default).WaitAsync(Hang);
            Assert.True(length > 0);
            got.AddRange(buffer.AsSpan(0, length));
        }

        return [.. got];
    }
}
