using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Sessions.Raw;

/// <summary>
/// A local port whose one connection ends at an instance's SSH server, by way of a session. The system's ssh is
/// pointed at it; who else on this machine is quicker gets an SSH server that asks for a key.
/// </summary>
public sealed class SshRelay : ISessionSink, IAsyncDisposable
{
    private readonly OneConnection _connection = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<RawSession> _raw = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private ISession? _session;

    private SshRelay()
    {
    }

    /// <summary>Where ssh has to connect to, on 127.0.0.1.</summary>
    public int Port => _connection.Port;

    /// <summary>Opens the session and listens.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">Why there is no session.</exception>
    public static async Task<SshRelay> OpenAsync(SessionService sessions, SessionRequest request, CancellationToken cancel)
    {
        var relay = new SshRelay();
        try
        {
            relay._session = await sessions.OpenAsync(request, relay, cancel).ConfigureAwait(false);
            relay._running = Task.Run(relay.RunAsync, CancellationToken.None);
            return relay;
        }
        catch
        {
            await relay.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    // The server's greeting waits here until ssh has connected.
    public async ValueTask OutputAsync(ReadOnlyMemory<byte> data) =>
        await (await _raw.Task.ConfigureAwait(false)).OutputAsync(data).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => default;

    /// <inheritdoc/>
    public ValueTask ExitCodeAsync(int exitCode) => default;

    /// <inheritdoc/>
    public ValueTask SignalAsync(SessionSignal signal) => default;

    /// <summary>Ends the session and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        _raw.TrySetCanceled();
        await _running.ConfigureAwait(false);
        if (_session is not null) await _session.DisposeAsync().ConfigureAwait(false);
        _connection.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            using var stream = await _connection.AcceptAsync(_stop.Token).ConfigureAwait(false);
            var raw = new RawSession(stream, SystemClock.Instance);
            _raw.TrySetResult(raw);
            await raw.RunAsync(_session!, stream, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // ssh has ended, which is what ends a relay.
        }
    }
}
