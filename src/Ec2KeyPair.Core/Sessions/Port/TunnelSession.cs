using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Sessions.Port;

/// <summary>One session of a tunnel with the port that it leads to.</summary>
internal sealed class TunnelSession : ISessionSink, IAsyncDisposable
{
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource<IPort> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private ISession? _session;

    private TunnelSession()
    {
    }

    internal ISession Session => _session!;

    internal IPort Port => _port.Task.GetAwaiter().GetResult();

    /// <summary>Opens a session; which kind of port it has, the agent's version and the handshake say.</summary>
    internal static async Task<TunnelSession> OpenAsync(
        Func<ISessionSink, CancellationToken, Task<ISession>> open, IClock clock, CancellationToken cancel)
    {
        var opened = new TunnelSession();
        var session = await open(opened, cancel).ConfigureAwait(false);
        opened._session = session;
        opened._port.SetResult(AgentFeatures.IsMultiplexed(session.Facts) ? new MuxPort(session, clock) : new BasicPort(session));
        if (AgentFeatures.NeedsKeepAlive(session.Facts)) _ = opened.KeepAliveAsync(clock);
        return opened;
    }

    // A server of an old agent may speak before it is known here how.
    public async ValueTask OutputAsync(ReadOnlyMemory<byte> data) =>
        await (await _port.Task.ConfigureAwait(false)).OutputAsync(data).ConfigureAwait(false);

    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => default;

    public ValueTask ExitCodeAsync(int exitCode) => default;

    public async ValueTask SignalAsync(SessionSignal signal) =>
        await (await _port.Task.ConfigureAwait(false)).SignalAsync(signal).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        Port.Dispose();
        await Session.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task KeepAliveAsync(IClock clock)
    {
        var stopped = _stop.Token;
        try
        {
            while (true)
            {
                await clock.DelayAsync(KeepAliveInterval, stopped).ConfigureAwait(false);
                await ((MuxPort)Port).Client.KeepAliveAsync(stopped).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or Errors.Ec2KeyPairException)
        {
            // The session is over.
        }
    }
}
