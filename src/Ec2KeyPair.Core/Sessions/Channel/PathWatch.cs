namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>Tells a dead socket from a quiet one: TCP alone takes many minutes to notice.</summary>
internal sealed class PathWatch
{
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(5);
    private TimeSpan _patience = FirstPatience;
    private TimeSpan _latest;

    /// <summary>There is a socket.</summary>
    internal bool IsAttached { get; set; }

    /// <summary>Nothing is being read, so nothing can be heard.</summary>
    internal bool IsSuspended { get; set; }

    internal void Received(TimeSpan now) => _latest = now;

    /// <summary>What was sent is being acknowledged.</summary>
    internal void Progress() => _patience = FirstPatience;

    /// <summary>Another socket: be more patient with it, perhaps the remote port is what takes nothing.</summary>
    internal void BeMorePatient() =>
        _patience = TimeSpan.FromTicks(Math.Min(_patience.Ticks * 2, LongestPatience.Ticks));

    /// <summary>True when acknowledgements have been due for long and nothing at all has come.</summary>
    internal bool IsDead(TimeSpan? waitingSince, TimeSpan now) =>
        IsAttached && !IsSuspended && waitingSince is { } since && now - since >= _patience && now - _latest >= _patience;
}
