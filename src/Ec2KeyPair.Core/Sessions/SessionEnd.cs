namespace Ec2KeyPair.Core.Sessions;

/// <summary>How a session ended.</summary>
/// <param name="Kind">By whom or what.</param>
/// <param name="Reason">What the remote side said, fit to be shown; empty when it said nothing.</param>
public sealed record SessionEnd(SessionEndKind Kind, string Reason);

/// <summary>By whom or what a session was ended.</summary>
public enum SessionEndKind
{
    /// <summary>The remote side ended it, and all was well: the shell was left, the command is done.</summary>
    Closed,

    /// <summary>The remote side ended it with an error text.</summary>
    ClosedWithError,

    /// <summary>This side ended it.</summary>
    Terminated,

    /// <summary>It could not be resumed: it had ended, or timed out, while the connection was gone.</summary>
    TimedOut,

    /// <summary>The connection is gone and could not be made again.</summary>
    ConnectionLost,

    /// <summary>The remote side broke the protocol, or asked for something that can't be done.</summary>
    ProtocolError,
}
