using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>Straight to one of the instance's own addresses.</summary>
public sealed class DirectWay : ISshWay
{
    private readonly DirectRoute _route = new();

    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.Direct;

    /// <inheritdoc/>
    // TCP's own keep-alive keeps it, and notices when the other side is gone.
    public bool NeedsKeepAlive => false;

    /// <inheritdoc/>
    /// <exception cref="Ec2KeyPairException">AddressNotFound, ArgumentUnsafe, HostUnreachable.</exception>
    public async Task<ISshPath> OpenAsync(Ec2Instance instance, int port, CancellationToken cancel)
    {
        var answer = _route.Look(instance);
        if (answer.Address is null)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.AddressNotFound,
                $"{instance.InstanceId} can't be reached directly: {answer.Reason}.",
                instance.InstanceId,
                "Go through Session Manager (-Via SessionManager), or give it an address that this machine can reach.");
        }

        var address = SshHostName.Checked(answer.Address);
        var socket = await ConnectAsync(instance.InstanceId, address, port, cancel).ConfigureAwait(false);
        return new DirectPath(socket, $"{address} port {port}");
    }

    private static async Task<Socket> ConnectAsync(string instanceId, string address, int port, CancellationToken cancel)
    {
        var client = IPAddress.TryParse(address, out var ip) ? new TcpClient(ip.AddressFamily) : new TcpClient();
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
                throw Unreachable(instanceId, address, port, e);
            }
        }
    }

    private static Ec2KeyPairException Unreachable(string instanceId, string address, int port, Exception cause)
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
