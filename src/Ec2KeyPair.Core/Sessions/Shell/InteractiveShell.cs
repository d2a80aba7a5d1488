using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Terminal;

namespace Ec2KeyPair.Core.Sessions.Shell;

/// <summary>Joins a shell session with the user's terminal: bytes both ways, nothing decoded.</summary>
/// <remarks>Right after Enter, <c>~.</c> leaves and <c>~?</c> explains; see <see cref="EscapeKeys"/>.</remarks>
public sealed class InteractiveShell(ITerminal terminal, ShellOptions? options = null) : ISessionSink
{
    private const string Help = "~?\r\n~.  leaves and ends the session\r\n~~  sends one tilde\r\n(only right after Enter)\r\n";

    // What a remote program that could not tidy up may have switched on: mouse and focus reports, bracketed paste, a
    // hidden cursor, colours. The other modes are the local shell's affair too and are left alone.
    private const string Tidy =
        "\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1004l\u001b[?1006l\u001b[?2004l\u001b[?25h\u001b[0m\r\n";

    private const int BufferSize = 4096;
    private readonly ShellOutput _output = new(terminal);
    private readonly ShellInput _input = new();
    private readonly EscapeKeys _escape = new();
    private readonly EnterKey _enter = new();
    private volatile bool _isHungUp;

    /// <inheritdoc/>
    public ValueTask OutputAsync(ReadOnlyMemory<byte> data) => _output.WriteAsync(data);

    /// <inheritdoc/>
    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => OutputAsync(data);

    /// <inheritdoc/>
    public ValueTask ExitCodeAsync(int exitCode) => default; // Agents send none for a shell.

    /// <inheritdoc/>
    public ValueTask SignalAsync(SessionSignal signal) => default; // Nor a signal.

    /// <summary>
    /// Attaches the terminal, once, until the session ends or the user leaves. The terminal is as before afterwards,
    /// whatever happens; a session that the user left is the caller's to end.
    /// </summary>
    /// <returns>How the session ended; null when the user left it, or the terminal is gone.</returns>
    /// <exception cref="Ec2KeyPairException">HostNotInteractive: there is no terminal.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">The terminal failed.</exception>
    public async Task<SessionEnd?> RunAsync(ISession session, CancellationToken cancel)
    {
        try
        {
            RequireTerminal();
            if (options?.Say is { } say)
            {
                foreach (var line in CustomerMessage.Lines(session.Facts.CustomerMessage)) await say(line).ConfigureAwait(false);
            }

            SessionEnd? end;
            using (terminal.EnterRaw()) end = await AttachAsync(session, cancel).ConfigureAwait(false);
            if (end is not { Kind: SessionEndKind.Closed } && !_isHungUp) await terminal.WriteAsync(Encoding.ASCII.GetBytes(Tidy)).ConfigureAwait(false);
            return end;
        }
        finally
        {
            _output.Close();
        }
    }

    private async Task<SessionEnd?> AttachAsync(ISession session, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancelling = cancel.Register(() => cancelled.TrySetResult(true));
        void Resize(object? sender, EventArgs e) => _input.Resize(terminal.Size);
        terminal.SizeChanged += Resize;
        Task typing = Task.CompletedTask, sending = Task.CompletedTask;
        try
        {
            _input.Resize(terminal.Size);
            typing = TypeAsync(stop.Token);
            sending = SendAsync(session, stop.Token);
            var opening = _output.OpenAsync();
            var first = await Task.WhenAny(opening, typing, cancelled.Task).ConfigureAwait(false);
            if (first == opening)
            {
                await opening.ConfigureAwait(false);
                first = await Task.WhenAny(session.Ended, typing, sending, _output.Failed, cancelled.Task).ConfigureAwait(false);
            }

            cancel.ThrowIfCancellationRequested();
            await first.ConfigureAwait(false); // Throws what it failed with.
            if (first == typing && !session.Ended.IsCompleted) return null;
            await Task.WhenAny(session.Ended, cancelled.Task).ConfigureAwait(false); // The sender may see the end first.
            cancel.ThrowIfCancellationRequested();
            return await session.Ended.ConfigureAwait(false);
        }
        finally
        {
            terminal.SizeChanged -= Resize;
            _output.Close();
            stop.Cancel();
            // Not one reader is left behind, nor a writer. What failed first is thrown already.
            await Task.WhenAny(Task.WhenAll(typing, sending)).ConfigureAwait(false);
        }
    }

    // Ends when the user leaves or the terminal is gone.
    private async Task TypeAsync(CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        var typed = new List<byte>(BufferSize);
        while (await terminal.ReadAsync(buffer, stop).ConfigureAwait(false) is var count and > 0)
        {
            typed.Clear();
            var request = _escape.Feed(buffer.AsSpan(0, count), typed);
            if (options?.IsWindows == true) _enter.Apply(typed);
            if (typed.Count > 0) await _input.AddAsync(typed, stop).ConfigureAwait(false);
            if (request == EscapeRequest.Leave) return;
            if (request == EscapeRequest.Explain) await terminal.WriteAsync(Encoding.ASCII.GetBytes(Help)).ConfigureAwait(false);
        }

        _isHungUp = true;
    }

    // Ends when the session has ended.
    private async Task SendAsync(ISession session, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var (size, keys) = await _input.TakeAsync(stop).ConfigureAwait(false);
                if (size is { } changed) await session.ResizeAsync(changed, stop).ConfigureAwait(false);
                if (keys.Length > 0) await session.WriteAsync(keys, stop).ConfigureAwait(false);
            }
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.SessionEnded)
        {
            // How it ended is told by the session.
        }
    }

    private void RequireTerminal()
    {
        if (terminal.IsInteractive) return;
        throw new Ec2KeyPairException(
            ErrorCondition.HostNotInteractive, "A shell needs a terminal, and this host's input or output is none.",
            mend: "Run this in a terminal, with neither input nor output redirected.");
    }
}
