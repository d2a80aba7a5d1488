using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Trust.Scan;

/// <summary>A real sshd on loopback that lets nobody in.</summary>
internal sealed class Sshd : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    internal Sshd(string keyType, params string[] options)
    {
        var program = new[] { "/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd" }.FirstOrDefault(File.Exists);
        Skip.If(program is null, "sshd is not installed");
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd"); // Privilege separation insists on it.
        var key = _folder.File("key");
        Tool.SshKeygen.Run(["-q", "-N", "", "-f", key, "-t", .. keyType.Split(' ')]).MustSucceed();
        PublicLine = File.ReadAllText(key + ".pub");
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var start = new ProcessStartInfo(program!) { RedirectStandardError = true };
        string[] given = ["-D", "-e", "-f", "/dev/null", "-h", key, "-o", "PidFile=none", "-o", $"ListenAddress=127.0.0.1:{Port}", "-o", "UsePAM=no", .. options.SelectMany(option => new[] { "-o", option })];
        foreach (var argument in given) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        // "Server listening on 127.0.0.1 port ..." comes when it does.
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("Server listening")) { }
        Skip.If(_process.HasExited, "this sshd does not start with: " + string.Join(' ', options));
    }

    internal int Port { get; }

    internal string PublicLine { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
