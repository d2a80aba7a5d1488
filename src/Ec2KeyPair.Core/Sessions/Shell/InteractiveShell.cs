using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Terminal;

namespace Ec2KeyPair.Core.Sessions.Shell;

/// <summary>Joins a shell session with the user's terminal: bytes both ways, nothing decoded, nothing kept.</summary>
public sealed class InteractiveShell(ITerminal terminal) : ISessionSink
{
    private const string Help = "\r\n~.  leaves and ends the session\r\n~~  sends one tilde\r\n(only right after Enter)\r\n";
    private const int BufferSize = 4096;
    private readonly EscapeKeys _escape = new();

    /// <inheritdoc/>
    public ValueTask OutputAsync(ReadOnlyMemory<byte> data)
    {
        terminal.Write(data.Span);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => OutputAsync(data);

    /// <inheritdoc/>
    public ValueTask ExitCodeAsync(int exitCode) => default;

    /// <inheritdoc/>
    public ValueTask SignalAsync(SessionSignal signal) => default;

    /// <summary>Attaches the terminal until the session ends or the user leaves; the terminal is as before afterwards.</summary>
    /// <returns>How the session ended; null when the user left it.</returns>
    public async Task<SessionEnd?> RunAsync(ISession session, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var resized = new Signal();
        terminal.SizeChanged += resized.Set;
        using var raw = terminal.EnterRaw();
        try
        {
            var typing = TypeAsync(session, stop.Token);
            var sizing = SizeAsync(session, resized, stop.Token);
            var first = await Task.WhenAny(typing, sizing, session.Ended).ConfigureAwait(false);
            stop.Cancel();
            await Task.WhenAll(typing, sizing).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return first == typing && !session.Ended.IsCompleted ? null : await session.Ended.ConfigureAwait(false);
        }
        finally
        {
            terminal.SizeChanged -= resized.Set;
        }
    }

    // Ends when the user leaves, the terminal is hung up, or the session is over.
    private async Task TypeAsync(ISession session, CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        var toSend = new List<byte>(BufferSize);
        try
        {
            while (await terminal.ReadAsync(buffer, stop).ConfigureAwait(false) is var count and > 0)
            {
                toSend.Clear();
                var request = _escape.Feed(buffer.AsSpan(0, count), toSend);
                // As the official client: a lone line feed is Enter. Of a shell alone; data is never touched.
                if (toSend is [(byte)'\n']) toSend[0] = (byte)'\r';
                if (toSend.Count > 0) await session.WriteAsync(toSend.ToArray(), stop).ConfigureAwait(false);
                if (request == EscapeRequest.Leave) return;
                if (request == EscapeRequest.Explain) terminal.Write(Encoding.ASCII.GetBytes(Help));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or Ec2KeyPairException { Condition: ErrorCondition.SessionEnded })
        {
            // Over.
        }
    }

    private async Task SizeAsync(ISession session, Signal resized, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await session.ResizeAsync(terminal.Size, stop).ConfigureAwait(false);
                await resized.WaitAsync(stop).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or Ec2KeyPairException { Condition: ErrorCondition.SessionEnded })
        {
            // Over.
        }
    }
}
