using Ec2KeyPair.Core.Sessions.Shell;
using Ec2KeyPair.Core.Sessions.Terminal;
using Ec2KeyPair.Core.Tests.Sessions.Shell;

namespace Ec2KeyPair.Core.Tests.Sessions.Terminal;

// The analyzer can't see that Pty skips the test everywhere but on Linux.
#pragma warning disable CA1416

public sealed class ShellOnPtyTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Shell_OnARealTerminal_PassesBytesAndGivesItBack()
    {
        using var pty = new Pty();
        pty.Resize(91, 33);
        var before = pty.Attributes();
        using var terminal = new UnixTerminal(pty.Slave, pty.Slave);
        await using var session = new FakeSession();
        var shell = new InteractiveShell(terminal);
        var running = shell.RunAsync(session, default);
        await session.WaitForEventAsync("91x33"); // Sent once the terminal is raw.
        pty.Type(3, 26, 13);
        await session.WaitForSentAsync(3);
        Assert.Equal([3, 26, 13], session.Sent);
        byte[] output = [0xC3, 10, 27, (byte)'[', (byte)'m', 0xA9];
        await shell.OutputAsync(output);
        Assert.Equal(output, pty.Shown(output.Length));
        pty.Type((byte)'~');
        pty.Type((byte)'.');
        Assert.Null(await running.WaitAsync(Hang));
        Assert.Equal(before, pty.Attributes());
        // Nobody reads any more: the next line is the next program's.
        pty.Type((byte)'k', 10);
        Assert.Equal((byte)'k', pty.NextKey());
    }
}
