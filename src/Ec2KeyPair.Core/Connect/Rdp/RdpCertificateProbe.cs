using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>
/// Looks at an RDP server's certificate as a client does at the start of a connection: negotiation, TLS handshake,
/// and no further. Whether the certificate is the right one is for <see cref="RdpTrust"/> to say.
/// </summary>
public static class RdpCertificateProbe
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(20);

    /// <summary>Connects, looks, and disconnects. Sends no credentials and no names.</summary>
    /// <exception cref="Ec2KeyPairException">RdpConnectionFailed: nothing answers in 20 s; RdpServerUnsupported: no RDP, or none with TLS.</exception>
    public static Task<RdpServer> LookAsync(RdpAddress address, CancellationToken cancel) => LookAsync(address, DefaultLimit, cancel);

    internal static async Task<RdpServer> LookAsync(RdpAddress address, TimeSpan limit, CancellationToken cancel)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timed.CancelAfter(limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Closing the connection is what ends a wait on both targets.
            using (timed.Token.Register(socket.Dispose))
            {
                await socket.ConnectAsync(address.Host, address.Port).ConfigureAwait(false);
                using var stream = new NetworkStream(socket);
                var security = await NegotiateAsync(stream, address, timed.Token).ConfigureAwait(false);
                return new RdpServer(await HandshakeAsync(stream, address, timed.Token).ConfigureAwait(false), security);
            }
        }
        catch (Exception e) when (timed.IsCancellationRequested)
        {
            cancel.ThrowIfCancellationRequested();
            throw RdpErrors.NotReached(address, $"it was waited for {limit.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            throw RdpErrors.NotReached(address, (e.InnerException ?? e).Message, e);
        }
    }

    private static async Task<RdpSecurity> NegotiateAsync(NetworkStream stream, RdpAddress address, CancellationToken cancel)
    {
        var request = RdpNegotiation.Request;
        await stream.WriteAllAsync(request, cancel).ConfigureAwait(false);
        var header = await ReadAsync(stream, RdpNegotiation.HeaderLength, address, cancel).ConfigureAwait(false);
        var rest = await ReadAsync(stream, RdpNegotiation.RestOf(header, address), address, cancel).ConfigureAwait(false);
        return RdpNegotiation.Read(rest, address);
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int count, RdpAddress address, CancellationToken cancel)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var now = await stream.ReadSomeAsync(bytes, read, count - read, cancel).ConfigureAwait(false);
            // A tunnel whose far end is closed looks like this: it was connected and nobody is there.
            if (now == 0) throw RdpErrors.NotReached(address, "the connection was closed without an answer");
            read += now;
        }

        return bytes;
    }

    private static async Task<RdpCertificate> HandshakeAsync(NetworkStream stream, RdpAddress address, CancellationToken cancel)
    {
        RdpCertificate? shown = null;
        bool Show(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors faults)
        {
            if (certificate is null) return false;
            using var copy = new X509Certificate2(certificate);
            shown = RdpCertificate.Of(copy);
            return true;
        }

        // Any certificate will do here: that the server has its private key is what the rest of the handshake proves,
        // and which certificate it has to be is decided by its thumbprint, before anything is sent.
#pragma warning disable CA5359
        using var tls = new SslStream(stream, leaveInnerStreamOpen: true, Show);
#pragma warning restore CA5359
        try
        {
            await AuthenticateAsync(tls, cancel).ConfigureAwait(false);
        }
        catch (AuthenticationException e)
        {
            throw RdpErrors.TlsFailed(address, e);
        }

        return shown ?? throw RdpErrors.NoTls(address, "it showed no certificate");
    }

#if NET8_0_OR_GREATER
    private static Task AuthenticateAsync(SslStream tls, CancellationToken cancel) => tls.AuthenticateAsClientAsync(
        new SslClientAuthenticationOptions
        {
            TargetHost = "",
            // A stranger's certificate may name addresses to fetch others from: nothing is fetched.
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        },
        cancel);
#else
    private static Task AuthenticateAsync(SslStream tls, CancellationToken cancel) =>
        tls.AuthenticateAsClientAsync("", null, SslProtocols.None, checkCertificateRevocation: false);
#endif
}
