namespace Ec2KeyPair.Core.Sessions.Port;

/// <summary>
/// What the end of a local connection's data means. The agent knows no half-close, so a client that has said all and
/// waits for the answer looks like one that is gone. One that spoke last still waits: it gets its answer, until
/// nothing has come for 10 s. One that was answered has left.
/// </summary>
internal sealed class LocalClose
{
    internal static readonly TimeSpan QuietForAnswer = TimeSpan.FromSeconds(10);
    private bool _spokeLast;

    /// <summary>How long to wait for more of an answer.</summary>
    internal TimeSpan Patience => _spokeLast ? QuietForAnswer : TimeSpan.Zero;

    internal void Sent() => _spokeLast = true;

    internal void Received() => _spokeLast = false;
}
