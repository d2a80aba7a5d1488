namespace Ec2KeyPair.Core.Sessions;

/// <summary>
/// Takes what the remote side sends, in order, one call at a time. The next one waits for the task that a call
/// returns: a slow sink slows the remote side down. The memory is only lent until then.
/// </summary>
public interface ISessionSink
{
    /// <summary>Output: what the shell, the command or the port wrote.</summary>
    ValueTask OutputAsync(ReadOnlyMemory<byte> data);

    /// <summary>A command's standard error, where the agent keeps it apart.</summary>
    ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data);

    /// <summary>A command's exit code.</summary>
    ValueTask ExitCodeAsync(int exitCode);

    /// <summary>A signal, <see cref="SessionSignal.ConnectToPortError"/> being the only one that agents send.</summary>
    ValueTask SignalAsync(SessionSignal signal);
}
