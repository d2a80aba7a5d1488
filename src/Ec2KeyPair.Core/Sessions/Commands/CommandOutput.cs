namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>Keeps what a command writes, up to a limit for each stream, and passes it on as it comes where that is wanted.</summary>
/// <param name="largestBytes">What is kept of each stream; what comes beyond is still passed on.</param>
/// <param name="forward">Gets each piece, bytes cut anywhere; the next piece waits for it.</param>
public sealed class CommandOutput(
    int largestBytes = CommandOutput.UsualLimit, Func<CommandOutputKind, ReadOnlyMemory<byte>, ValueTask>? forward = null) : ISessionSink
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
        return forward?.Invoke(CommandOutputKind.Output, data) ?? default;
    }

    /// <inheritdoc/>
    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data)
    {
        _error.Add(data.Span);
        return forward?.Invoke(CommandOutputKind.Error, data) ?? default;
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

/// <summary>Where a command wrote.</summary>
public enum CommandOutputKind
{
    /// <summary>Its standard output.</summary>
    Output,

    /// <summary>Its standard error.</summary>
    Error,
}
