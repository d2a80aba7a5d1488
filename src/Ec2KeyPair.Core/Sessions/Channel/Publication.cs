namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>Whether the service lets us send: <c>pause_publication</c> and <c>start_publication</c>.</summary>
internal sealed class Publication
{
    // A service that pauses and never starts again must not hold us for ever; what is lost then is sent again.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private TimeSpan? _pausedAt;

    internal bool IsPaused => _pausedAt is not null;

    // A pause that is repeated is not a new one: it would never end.
    internal void Pause(TimeSpan now) => _pausedAt ??= now;

    internal void Start() => _pausedAt = null;

    /// <summary>True when a pause has just become too long to be believed.</summary>
    internal bool GivesUp(TimeSpan now)
    {
        if (_pausedAt is not { } since || now - since < LongestPause) return false;
        _pausedAt = null;
        return true;
    }
}
