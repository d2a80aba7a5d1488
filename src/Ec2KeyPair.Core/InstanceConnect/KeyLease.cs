using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Keeps a pushed key valid for the connections that are opened with it: the service forgets it after 60 s.</summary>
public sealed class KeyLease(IInstanceConnectApi api, KeyPush push, IClock clock) : IDisposable
{
    /// <summary>A login that begins now is over before the 60 s are.</summary>
    internal static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(45);

    private readonly SemaphoreSlim _turn = new(1);
    private DateTime? _pushed;

    /// <summary>Pushes the key unless it was pushed within the last 45 s. Call it right before each connection.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">See <see cref="IInstanceConnectApi.SendKeyAsync"/>.</exception>
    public async Task RenewAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var now = clock.UtcNow;
            if (now - _pushed < RenewAfter) return;
            await api.SendKeyAsync(push, cancel).ConfigureAwait(false);
            // Counted from before the request: the service's 60 s began somewhere in between.
            _pushed = now;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
