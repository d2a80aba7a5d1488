namespace Ec2KeyPair.Core.Sessions;

/// <summary>An open Session Manager session as the layers above the data channel see it: numbered, acknowledged, resumed below.</summary>
public interface ISession : IAsyncDisposable
{
    /// <summary>What StartSession and the handshake said of it.</summary>
    SessionFacts Facts { get; }

    /// <summary>Figures of the channel, at this moment.</summary>
    SessionCounters Counters { get; }

    /// <summary>Ends when the session has really ended; never faults, the reason is in the result.</summary>
    Task<SessionEnd> Ended { get; }

    /// <summary>
    /// Sends user data to the remote side, in order. Returns when the data is in the send window, so a remote
    /// side that takes nothing holds its writer here and memory stays flat. One writer at a time.
    /// </summary>
    /// <exception cref="Errors.Ec2KeyPairException">SessionEnded.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancel);

    /// <summary>Tells the remote terminal its size.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">SessionEnded.</exception>
    ValueTask ResizeAsync(TerminalSize size, CancellationToken cancel);

    /// <summary>Sends a signal (a payload of type Flag).</summary>
    /// <exception cref="Errors.Ec2KeyPairException">SessionEnded.</exception>
    ValueTask SendAsync(SessionSignal signal, CancellationToken cancel);

    /// <summary>Waits until the remote side has acknowledged everything that was written, or the session has ended.</summary>
    Task FlushAsync(CancellationToken cancel);
}
