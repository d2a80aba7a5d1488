using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Trust.Scan;

/// <summary>
/// Asks an SSH server for its host key, as ssh-keyscan does: the greeting and the first two messages of the key exchange
/// (RFC 4253), then it hangs up. No login is begun.
/// </summary>
/// <remarks>
/// The answer proves nothing, for the server's signature is not looked at: it is for comparing with a fingerprint
/// that is known already, or for showing to a person. ssh checks the signature when it connects.
/// </remarks>
public static class HostKeyScan
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The first of these key types that the server has.</summary>
    /// <param name="address">An IP address or DNS name.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="keyTypes">SSH names of types, the preferred first; none for the server's own choice among all.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The key; null when the server speaks SSH and has no key of these types.</returns>
    /// <exception cref="Ec2KeyPairException">HostUnreachable: nothing answers, too late, or what answers is no SSH server.</exception>
    public static async Task<HostKey?> FetchAsync(
        string address, int port, IReadOnlyList<string> keyTypes, CancellationToken cancel)
    {
        using var client = IPAddress.TryParse(address, out var ip) ? new TcpClient(ip.AddressFamily) : new TcpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        // On .NET Framework only closing the socket ends a read.
        using (patience.Token.Register(client.Dispose))
        {
            try
            {
                await client.ConnectAsync(address, port).ConfigureAwait(false);
                using var stream = client.GetStream();
                return await new KeyExchange(stream).FetchAsync(keyTypes, patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or IOException or InvalidOperationException or OperationCanceledException)
            {
                cancel.ThrowIfCancellationRequested();
                var why = patience.IsCancellationRequested ? $"no answer within {Patience.TotalSeconds:0} s" : e.Message;
                throw new Ec2KeyPairException(
                    ErrorCondition.HostUnreachable,
                    $"The host key at {address}, port {port}, can't be asked for: {why}",
                    address,
                    "Check that sshd runs there, and that security groups and routes let this machine in.",
                    e);
            }
        }
    }
}
