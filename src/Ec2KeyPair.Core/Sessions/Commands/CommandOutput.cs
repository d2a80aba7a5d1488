namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>Keeps what a command writes, up to a limit each way.</summary>
public sealed class CommandOutput(int largestBytes = CommandOutput.UsualLimit) : ISessionSink
{
    /// <summary>What is kept of each stream: 8 MiB.</summary>
    public const int UsualLimit = 8 * 1024 * 1024;

    private readonly StreamedText _output = new(largestBytes);
    private readonly StreamedText _error = new(largestBytes);
    private int? _exitCode;

    /// <inheritdoc/>
    public ValueTask OutputAsync(ReadOnlyMemory<byte> data)
    {
        _output.Add(data.Span);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data)
    {
        _error.Add(data.Span);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ExitCodeAsync(int exitCode)
    {
        _exitCode = exitCode;
        return default;
    }

    /// <inheritdoc/>
    public ValueTask SignalAsync(SessionSignal signal) => default;

    /// <summary>Waits for the end of the command, which is the session's.</summary>
    public async Task<CommandResult> WaitAsync(ISession session, CancellationToken cancel)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancel.Register(() => cancelled.TrySetResult(true))) await Task.WhenAny(session.Ended, cancelled.Task).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var end = await session.Ended.ConfigureAwait(false);
        return new CommandResult(_output.Finish(), _error.Finish(), _exitCode, _output.IsTruncated || _error.IsTruncated, end);
    }
}
