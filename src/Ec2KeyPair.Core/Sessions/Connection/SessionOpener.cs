using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Channel;
using Ec2KeyPair.Core.Sessions.Transport;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Sessions.Connection;

/// <summary>Starts sessions and opens their data channels.</summary>
public sealed class SessionOpener
{
    private readonly ISessionApi _api;
    private readonly ChannelOptions _options;
    private readonly ISessionObserver _observer;
    private readonly IMessageDialer _dialer;
    private readonly IClock _clock;

    /// <summary>Creates the opener.</summary>
    public SessionOpener(ISessionApi api, ISessionObserver observer, ChannelOptions? options = null)
        : this(api, observer, options ?? new ChannelOptions(), new WebSocketDialer(), SystemClock.Instance)
    {
    }

    internal SessionOpener(
        ISessionApi api, ISessionObserver observer, ChannelOptions options, IMessageDialer dialer, IClock clock)
    {
        _api = api;
        _options = options;
        _observer = observer;
        _dialer = dialer;
        _clock = clock;
    }

    /// <summary>Starts the session; returns when user data may be sent.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="sink">Takes what the remote side sends, from before this returns.</param>
    /// <param name="cancel">Gives up; a session that was started already is ended.</param>
    /// <exception cref="Ec2KeyPairException">
    /// TargetNotConnected, SessionDocumentUnavailable, SessionFailed, SessionProtocolError, SessionKeyUnavailable, or an Aws condition.
    /// </exception>
    public async Task<ISession> OpenAsync(SessionRequest request, ISessionSink sink, CancellationToken cancel)
    {
        var grant = await _api.StartAsync(request, cancel).ConfigureAwait(false);
        _observer.Note($"Session {grant.SessionId} was started for {request.Target}.");
        var channel = new DataChannel(grant.SessionId, request.Target, _options, _clock.UtcNow);
        var session = new SessionConnection(_api, grant, request.Target, channel, sink, _observer, _dialer, _clock);
        try
        {
            await session.OpenAsync(cancel).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
