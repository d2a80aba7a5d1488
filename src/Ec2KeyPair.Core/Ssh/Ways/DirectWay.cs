using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>Straight to one of the instance's own addresses.</summary>
/// <param name="instanceId">Whose it is, for errors.</param>
/// <param name="address">The address.</param>
/// <param name="port">The TCP port.</param>
public sealed class DirectWay(string instanceId, IPAddress address, int port) : ISshWay
{
    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.Direct;

    /// <inheritdoc/>
    // TCP's own keep-alive keeps it, and notices when the other side is gone.
    public bool NeedsKeepAlive => false;

    /// <inheritdoc/>
    /// <exception cref="Ec2KeyPairException">HostUnreachable.</exception>
    public async Task<ISshPath> OpenAsync(CancellationToken cancel) =>
        new DirectPath(await ConnectAsync(cancel).ConfigureAwait(false), $"{address} port {port}");

    private async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        var client = new TcpClient(address.AddressFamily);
        // Closing it is what ends a connect on both targets.
        using (cancel.Register(client.Dispose))
        {
            try
            {
                await client.ConnectAsync(address, port).ConfigureAwait(false);
                client.NoDelay = true;
                KeepAlive.Enable(client.Client);
                return client.Client;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or NullReferenceException or InvalidOperationException)
            {
                client.Dispose();
                cancel.ThrowIfCancellationRequested();
                throw Unreachable(e);
            }
        }
    }

    private Ec2KeyPairException Unreachable(Exception cause)
    {
        var isRefused = cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
        return new(
            ErrorCondition.HostUnreachable,
            isRefused
                ? $"{instanceId} refuses connections at {address} port {port}: no SSH server listens there."
                : $"{instanceId} can't be reached at {address} port {port}: {cause.Message}",
            instanceId,
            isRefused
                ? "Give the SSH server's port with -Port, or start sshd on the instance; with its agent online, -Via SessionManager needs neither."
                : "Check its security group, network ACL and routes; with its agent online, -Via SessionManager needs none of them.",
            cause);
    }
}
