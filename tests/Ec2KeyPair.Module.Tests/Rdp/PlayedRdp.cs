using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Core.Tests.Peers.Rdp;

namespace Ec2KeyPair.Module.Tests.Rdp;

/// <summary>The start of an RDP server, which shows its certificate and no more, and a script in the place of FreeRDP that keeps what it was given.</summary>
internal sealed class PlayedRdp : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly TemporaryFolder _folder = new();
    private readonly EnvironmentScope _environment = new();

    /// <summary>Listens, and stands on PATH.</summary>
    /// <param name="end">What the script does at its end.</param>
    internal PlayedRdp(string end = "exit 12")
    {
        Skip.If(OperatingSystem.IsWindows(), "a script stands in for FreeRDP");
        using var made = XrdpServer.SelfSigned();
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        _listener.Start();
        _ = AcceptAsync();
        var client = Path.Combine(_folder.Path, "xfreerdp3");
        ProgramFile.Write(
            client,
            $"""
            #!/bin/sh
            dir=$(dirname "$0")
            printf '%s\n' "$@" > "$dir/arguments"
            env > "$dir/environment"
            cp "$1" "$dir/file"
            cat > "$dir/input"
            {end}

            """);
        _environment["PATH"] = _folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        _environment["DISPLAY"] = ":98765";
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal string Sha1 => Convert.ToHexString(SHA1.HashData(_certificate.RawData));

    internal string Sha256 => Convert.ToHexString(SHA256.HashData(_certificate.RawData));

    internal bool WasStarted => File.Exists(Path.Combine(_folder.Path, "input"));

    /// <summary>What the client was given: "arguments", "environment", "file" or "input".</summary>
    internal string Kept(string name) => name == "file"
        ? System.Text.Encoding.Unicode.GetString(File.ReadAllBytes(Path.Combine(_folder.Path, name))).TrimStart('\uFEFF')
        : File.ReadAllText(Path.Combine(_folder.Path, name));

    public void Dispose()
    {
        _environment.Dispose();
        _listener.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await stream.ReadExactlyAsync(new byte[19]);
                await stream.WriteAsync(Convert.FromHexString("030000130ED000001234000209080002000000"));
                using var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                await tls.CopyToAsync(Stream.Null);
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client has seen enough.
            }
        }
    }
}
