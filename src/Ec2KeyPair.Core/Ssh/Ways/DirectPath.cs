using System.Net.Sockets;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>A TCP connection to an SSH server, joined with a local port.</summary>
/// <remarks>
/// Why not let SSH.NET connect by itself: it waits for the server in ways that nobody can cancel, and shows its socket to
/// nobody. Here both sockets are ours.
/// </remarks>
internal sealed class DirectPath : ISshPath
{
    private const int BufferSize = 64 * 1024;
    private readonly OneConnection _local = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _remote;
    private readonly Task _carrying;
    private int _isDisposed;

    internal DirectPath(Socket remote, string destination)
    {
        _remote = remote;
        Destination = destination;
        _carrying = Task.Run(CarryAsync);
    }

    /// <inheritdoc/>
    public int LocalPort => _local.Port;

    /// <inheritdoc/>
    public string Destination { get; }

    /// <inheritdoc/>
    public Errors.Ec2KeyPairException? Failure => null;

    /// <inheritdoc/>
    public void Cut()
    {
        if (_isDisposed != 0) return;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Disposed in this very moment, which cuts as well.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _stop.Cancel();
        await _carrying.ConfigureAwait(false);
        _local.Dispose();
        _stop.Dispose();
    }

    private async Task CarryAsync()
    {
        using var remote = new NetworkStream(_remote, ownsSocket: true);
        try
        {
            using var local = await _local.AcceptAsync(_stop.Token).ConfigureAwait(false);
            // On .NET Framework only closing a socket ends its reads.
            using (_stop.Token.Register(() => { remote.Dispose(); local.Dispose(); }))
            {
                var down = CopyAsync(remote, local);
                // The client's last words go out before anything is closed. When either side has ended, so has SSH.
                await Task.WhenAny(CopyAsync(local, remote), down).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Cut before there was a client.
        }
    }

    private static async Task CopyAsync(Stream from, Stream to)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReadSomeAsync(buffer, 0, buffer.Length, CancellationToken.None).ConfigureAwait(false) is var count and > 0)
            {
                await to.WriteAllAsync(buffer.AsMemory(0, count), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Closed or cut; the other direction ends with it.
        }
    }
}
