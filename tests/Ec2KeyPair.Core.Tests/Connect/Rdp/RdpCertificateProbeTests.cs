using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

public sealed class RdpCertificateProbeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(ScriptedServer.OffersTls, RdpSecurity.Tls)]
    [InlineData(ScriptedServer.OffersCredSsp, RdpSecurity.CredSsp)]
    public async Task LookAsync_ServerWithTls_IsItsCertificateAndSecurity(string answer, RdpSecurity security)
    {
        using var certificate = SelfSigned();
        var afterwards = new TaskCompletionSource<int>();
        using var server = new ScriptedServer(async stream =>
        {
            await stream.WriteAsync(Convert.FromHexString(answer));
            using var tls = new SslStream(stream);
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                afterwards.SetResult(await tls.ReadAsync(new byte[100]));
            }
            catch (IOException)
            {
                afterwards.SetResult(0); // It left while TLS still had something to say.
            }
        });
        var shown = await RdpCertificateProbe.LookAsync(server.Address, default).WaitAsync(Patience);
        Assert.Equal(security, shown.Security);
        Assert.Equal(Convert.ToHexString(SHA1.HashData(certificate.RawData)), shown.Certificate.Sha1);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(certificate.RawData)), shown.Certificate.Sha256);
        Assert.Equal("CN=EC2AMAZ-ABC1234", shown.Certificate.Subject);
        Assert.Equal(0, await afterwards.Task.WaitAsync(Patience)); // Nothing is sent under TLS.
        Assert.Equal("030000130EE000000000000100080003000000", Convert.ToHexString(Assert.Single(server.Requests)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("03")]
    [InlineData("030000130ED0")]
    public async Task LookAsync_ConnectionClosedInTheMiddle_IsConnectionFailed(string hex)
    {
        using var server = ScriptedServer.Answering(hex);
        var error = await FailureAsync(server.Address);
        Assert.Equal(ErrorCondition.RdpConnectionFailed, error.Condition);
    }

    [Theory]
    [InlineData("0300000B06D00000123400")]
    [InlineData("030000130ED000001234000300080002000000")]
    [InlineData("485454502F312E31203430300D0A0D0A")]
    public async Task LookAsync_NoTlsOffered_IsRefused(string hex)
    {
        using var server = ScriptedServer.Answering(hex);
        Assert.Equal(ErrorCondition.RdpServerUnsupported, (await FailureAsync(server.Address)).Condition);
    }

    [Theory]
    [InlineData("160303FFFF")] // a record longer than TLS has
    [InlineData("474554202F20485454502F312E310D0A0D0A")]
    [InlineData("15030300020228")] // a fatal alert
    public async Task LookAsync_GarbageForTls_IsAConditionOfItsOwn(string hex)
    {
        using var server = new ScriptedServer(async stream =>
        {
            await stream.WriteAsync(Convert.FromHexString(ScriptedServer.OffersTls + hex));
            await stream.CopyToAsync(Stream.Null);
        });
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(
            () => RdpCertificateProbe.LookAsync(server.Address, TimeSpan.FromSeconds(2), default)).WaitAsync(Patience);
        Assert.True(error.Condition is ErrorCondition.RdpServerUnsupported or ErrorCondition.RdpConnectionFailed, error.ToString());
        Assert.Contains(server.Address.ToString(), error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("030000")]
    [InlineData(ScriptedServer.OffersTls)]
    public async Task LookAsync_ServerThatStaysSilent_IsGivenUp(string hex)
    {
        using var server = new ScriptedServer(async stream =>
        {
            await stream.WriteAsync(Convert.FromHexString(hex));
            await stream.CopyToAsync(Stream.Null);
        });
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(
            () => RdpCertificateProbe.LookAsync(server.Address, TimeSpan.FromMilliseconds(300), default)).WaitAsync(Patience);
        Assert.Equal(ErrorCondition.RdpConnectionFailed, error.Condition);
    }

    [Fact]
    public async Task LookAsync_Cancelled_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var connected = new TaskCompletionSource();
        using var server = new ScriptedServer(async stream =>
        {
            connected.SetResult();
            await stream.CopyToAsync(Stream.Null);
        });
        var looking = RdpCertificateProbe.LookAsync(server.Address, TimeSpan.FromHours(1), stop.Token);
        await connected.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking).WaitAsync(Patience);
    }

    [Fact]
    public async Task LookAsync_NobodyThere_IsConnectionFailed()
    {
        int port;
        using (var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            free.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
            port = ((System.Net.IPEndPoint)free.LocalEndPoint!).Port;
        }

        Assert.Equal(ErrorCondition.RdpConnectionFailed, (await FailureAsync(new RdpAddress("127.0.0.1", port))).Condition);
    }

    /// <summary>Seeded damage to everything that a real server sends until it has shown its certificate.</summary>
    [Fact]
    public async Task LookAsync_DamagedHandshake_IsACertificateOrACondition()
    {
        using var certificate = SelfSigned();
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var (at, value) = (random.Next(0, 1500), (byte)random.Next(256));
            using var server = new ScriptedServer(async stream =>
            {
                var damaged = new DamagingStream(stream, at, value);
                await damaged.WriteAsync(Convert.FromHexString(ScriptedServer.OffersTls));
                using var tls = new SslStream(damaged);
                await tls.AuthenticateAsServerAsync(certificate);
            });
            try
            {
                var shown = await RdpCertificateProbe.LookAsync(server.Address, TimeSpan.FromSeconds(5), default).WaitAsync(Patience);
                Assert.Equal(40, shown.Certificate.Sha1.Length);
            }
            catch (Ec2KeyPairException e)
            {
                Assert.True(e.Condition is ErrorCondition.RdpServerUnsupported or ErrorCondition.RdpConnectionFailed, e.ToString());
            }
        }
    }

    private static async Task<Ec2KeyPairException> FailureAsync(RdpAddress address) =>
        await Assert.ThrowsAsync<Ec2KeyPairException>(() => RdpCertificateProbe.LookAsync(address, default)).WaitAsync(Patience);

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=EC2AMAZ-ABC1234", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Writes one byte otherwise than it was given.</summary>
    private sealed class DamagingStream(Stream inner, int at, byte value) : Stream
    {
        private int _written;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var copy = buffer.AsSpan(offset, count).ToArray();
            if (at >= _written && at < _written + count) copy[at - _written] = value;
            _written += count;
            inner.Write(copy);
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
