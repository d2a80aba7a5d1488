using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>
/// One real xrdp on loopback, with a self-signed certificate as Windows makes one. It speaks RDP over TLS, without network-level authentication, and
/// takes every user: after that it has no session to offer, and shows its own window.
/// </summary>
public sealed class RdpServer : LoopbackServer
{
    private readonly WindowsInstance _instance;

    internal RdpServer(WindowsInstance instance)
        : base(instance)
    {
        _instance = instance;
        ChangeCertificate();
    }

    public override string LogPath => Path.Combine(Folder, "xrdp.log");

    /// <summary>SHA-1 thumbprint of the certificate that the server shows, 40 hexadecimal digits.</summary>
    public string Thumbprint { get; private set; } = "";

    /// <summary>SHA-256 fingerprint of the same certificate, 64 hexadecimal digits.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Another key and certificate of the same name, as somebody in between would show. The console still names the old one. Takes effect with the next start.</summary>
    public void ChangeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + _instance.RdpCertificateSubject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment, critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(180));
        Write("cert.pem", certificate.ExportCertificatePem());
        Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA1);
        Sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private protected override ProcessStartInfo Configure()
    {
        var file = Path.Combine(Folder, "xrdp.ini");
        File.WriteAllText(
            file,
            $"""
            [Globals]
            ini_version=1
            fork=true
            port=tcp://{Host}:{Port}
            tcp_nodelay=true
            tcp_keepalive=true
            security_layer=tls
            certificate={Path.Combine(Folder, "cert.pem")}
            key_file={Path.Combine(Folder, "key.pem")}
            ssl_protocols=TLSv1.2, TLSv1.3
            allow_channels=true
            max_bpp=32

            [Logging]
            LogFile={LogPath}
            LogLevel=INFO
            EnableSyslog=false

            [Channels]

            [none]
            name=none
            lib=libvnc.so
            username=ask
            password=ask
            ip=127.0.0.1
            port=1

            """);
        return new ProcessStartInfo(Tools.Xrdp!, ["--nodaemon", "--config", file]);
    }

    private void Write(string name, string pem)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, pem + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
