using System.Text.Json;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Messages;
using Ec2KeyPair.Core.Sessions.Transport;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Sessions.Connection;

/// <summary>Makes a session's sockets: the first with the token of StartSession, each later one with a token of ResumeSession.</summary>
internal sealed class SessionSocket(
    ISessionApi api, SessionGrant grant, IMessageDialer dialer, ISessionObserver observer, IClock clock)
{
    // About as long as Session Manager keeps a session whose client is gone is worth trying: a laptop that slept.
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(2);
    private readonly string _clientId = Guid.NewGuid().ToString();
    private readonly Random _random = new();
    private DateTime _latestOpening;
    private int _shortLives;

    /// <summary>The first socket.</summary>
    /// <exception cref="Ec2KeyPairException">SessionFailed: it could not be connected to.</exception>
    internal async Task<IMessageTransport> OpenAsync(CancellationToken cancel)
    {
        try
        {
            return await DialAsync(grant.Token, cancel).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.SessionFailed,
                $"Session {grant.SessionId} was started, but its data channel can't be had: {e.Message}",
                grant.StreamUrl.Host,
                $"Let this machine reach {grant.StreamUrl.Host} on port {grant.StreamUrl.Port}, directly or through HTTPS_PROXY.",
                e);
        }
    }

    /// <summary>Another socket for the same channel.</summary>
    /// <returns>The socket; or none, and how the session has ended.</returns>
    internal async Task<(IMessageTransport? Transport, SessionEnd End)> ResumeAsync(CancellationToken cancel)
    {
        var started = clock.UtcNow;
        await WaitAfterShortLifeAsync(started, cancel).ConfigureAwait(false);
        for (var delay = FirstDelay; ; delay = delay < LongestDelay ? TimeSpan.FromTicks(delay.Ticks * 2) : LongestDelay)
        {
            string failure;
            try
            {
                if (await api.ResumeAsync(grant.SessionId, cancel).ConfigureAwait(false) is not { } token)
                {
                    return (null, new SessionEnd(SessionEndKind.TimedOut, "The session had ended when the connection was to be made anew."));
                }

                var transport = await DialAsync(token, cancel).ConfigureAwait(false);
                observer.Note($"Session {grant.SessionId} goes on over a new connection.");
                return (transport, new SessionEnd(SessionEndKind.ConnectionLost, "The connection broke."));
            }
            catch (IOException e)
            {
                failure = e.Message;
            }
            catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
            {
                failure = e.Message; // Somebody's own time limit.
            }
            catch (Ec2KeyPairException e) when (!IsFinal(e.Condition))
            {
                failure = e.Message;
            }
            catch (Ec2KeyPairException e)
            {
                return (null, new SessionEnd(SessionEndKind.ConnectionLost, $"The connection broke, and can't be made anew: {e.Message}"));
            }

            if (clock.UtcNow - started > LongestOutage)
            {
                return (null, new SessionEnd(SessionEndKind.ConnectionLost, $"The connection broke, and could not be made anew: {failure}"));
            }

            await clock.DelayAsync(Jittered(delay), cancel).ConfigureAwait(false);
        }
    }

    // A service that takes every token and drops every socket must not be asked without a pause.
    private Task WaitAfterShortLifeAsync(DateTime now, CancellationToken cancel)
    {
        _shortLives = now - _latestOpening < ShortLife ? Math.Min(_shortLives + 1, 6) : 0;
        return _shortLives < 2
            ? Task.CompletedTask
            : clock.DelayAsync(Jittered(TimeSpan.FromTicks(FirstDelay.Ticks << _shortLives)), cancel);
    }

    private async Task<IMessageTransport> DialAsync(SessionToken token, CancellationToken cancel)
    {
        var transport = await dialer.DialAsync(grant.StreamUrl, cancel).ConfigureAwait(false);
        try
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(
                new OpenDataChannel
                {
                    RequestId = Guid.NewGuid().ToString(),
                    TokenValue = token.Value,
                    ClientId = _clientId,
                    ClientVersion = ClientVersion,
                },
                SessionJson.Default.OpenDataChannel);
            await transport.SendTextAsync(message, cancel).ConfigureAwait(false);
            Array.Clear(message, 0, message.Length);
            _latestOpening = clock.UtcNow;
            return transport;
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    internal required string ClientVersion { get; init; }

    private static bool IsFinal(ErrorCondition condition) => condition
        is ErrorCondition.AwsAccessDenied
        or ErrorCondition.AwsCredentialsRejected
        or ErrorCondition.AwsCredentialsNotFound
        or ErrorCondition.AwsRequestFailed
        or ErrorCondition.SessionProtocolError;

    private TimeSpan Jittered(TimeSpan delay) => TimeSpan.FromTicks((long)(delay.Ticks * (1 + _random.NextDouble())));
}
