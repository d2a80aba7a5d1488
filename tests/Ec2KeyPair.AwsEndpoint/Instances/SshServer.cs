using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Keys;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>A host key as the console shows it.</summary>
public sealed record HostKey(string PublicLine, string FingerprintLine);

/// <summary>
/// One real sshd on loopback with its own host keys, home folder and authorized_keys. It runs as the current user and lets
/// that user in; sessions see the instance's folder as their home, so that nothing touches the user's own files.
/// </summary>
public sealed class SshServer : IDisposable
{
    private static readonly ConcurrentDictionary<SshServer, byte> All = new();

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly string _folder;
    private readonly LinuxInstance _instance;
    private Process? _process;

    // A program that ends without disposing leaves no server behind either.
    static SshServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => All.Keys.ToList().ForEach(server => server.Stop());

    internal SshServer(LinuxInstance instance)
    {
        All[this] = 0;
        _instance = instance;
        _folder = Directory.CreateTempSubdirectory("ec2kp-" + instance.Id + "-").FullName;
        Home = Path.Combine(_folder, "home");
        AuthorizedKeysPath = Path.Combine(Home, ".ssh", "authorized_keys");
        PushedKeys = new PushedKeys(Path.Combine(_folder, "pushed_keys"), instance.Region.Cloud.Time);
        LogPath = Path.Combine(_folder, "sshd.log");

        // Every 127.x.y.z is this machine on Linux: an address per instance keeps known_hosts entries apart.
        var n = instance.Number;
        Host = OperatingSystem.IsLinux() ? $"127.{1 + ((n >> 14) & 63)}.{(n >> 7) & 127}.{1 + (n & 127)}" : "127.0.0.1";
        HostKeys = MakeFiles();
    }

    public static string UserName => Environment.UserName;

    /// <summary>The instance's own loopback address; sshd listens on 127.0.0.1 with the same port as well.</summary>
    public string Host { get; }

    public int Port { get; private set; }

    public string Home { get; }

    public string AuthorizedKeysPath { get; }

    /// <summary>Keys that EC2 Instance Connect has pushed; sshd takes them beside those of <see cref="AuthorizedKeysPath"/>.</summary>
    public PushedKeys PushedKeys { get; }

    public string LogPath { get; }

    public List<HostKey> HostKeys { get; private set; }

    public int? ProcessId => _process?.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Replaces the host keys, as a reinstalled machine has new ones. Takes effect with the next start.</summary>
    public void ChangeHostKeys() => HostKeys = MakeHostKeys();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; !IsRunning; attempt++)
            {
                Port = FreePort();
                await File.WriteAllTextAsync(Path.Combine(_folder, "sshd_config"), Config(), cancellationToken);
                var start = new ProcessStartInfo(Tools.Sshd!, ["-D", "-f", Path.Combine(_folder, "sshd_config"), "-E", LogPath])
                {
                    RedirectStandardInput = true,
                };
                _process = Process.Start(start)!;
                if (!await AnswersAsync(cancellationToken) && attempt == 2)
                {
                    Stop();
                    throw new InvalidOperationException("sshd does not start: " + (File.Exists(LogPath) ? await File.ReadAllTextAsync(LogPath, cancellationToken) : "no log"));
                }
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    public void Stop()
    {
        if (_process is { } process)
        {
            _process = null;
            try
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(5_000);
            }
            catch (InvalidOperationException)
            {
                // It has ended already.
            }

            process.Dispose();
        }
    }

    public void Dispose()
    {
        Stop();
        PushedKeys.Dispose();
        All.TryRemove(this, out _);
        _starting.Dispose();
        try
        {
            Directory.Delete(_folder, true);
        }
        catch (IOException)
        {
            // A session's last child may still write there; the system's temporary folder is swept anyway.
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        for (var wait = 0; wait < 200 && IsRunning; wait++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(Host, Port, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(25, cancellationToken);
            }
        }

        return false;
    }

    private List<HostKey> MakeFiles()
    {
        Directory.CreateDirectory(Path.Combine(Home, ".ssh"));
        Private(Home, directory: true);
        Private(Path.Combine(Home, ".ssh"), directory: true);
        File.WriteAllText(AuthorizedKeysPath, _instance.LaunchKey is { } key ? key.PublicKey.OpenSshLine(key.Name) + "\n" : "");
        Private(AuthorizedKeysPath, directory: false);

        // sshd changes to the account's own home folder before a session starts; this brings it to the instance's.
        var enter = Path.Combine(_folder, "enter");
        File.WriteAllText(
            enter,
            $"#!/bin/sh\nHOME='{Home}'; export HOME; cd \"$HOME\"\nif [ -n \"$SSH_ORIGINAL_COMMAND\" ]; then exec \"${{SHELL:-/bin/sh}}\" -c \"$SSH_ORIGINAL_COMMAND\"; fi\nexec \"${{SHELL:-/bin/sh}}\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(enter, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (Environment.UserName == "root")
        {
            // Only a root sshd separates privileges, and only then it insists on this folder.
            Directory.CreateDirectory("/run/sshd");
        }

        return MakeHostKeys();
    }

    private List<HostKey> MakeHostKeys()
    {
        var keys = new List<HostKey>();
        foreach (var (type, bits) in (ReadOnlySpan<(string, int)>)[("ecdsa", 256), ("ed25519", 256)])
        {
            var file = Path.Combine(_folder, $"ssh_host_{type}_key");
            File.Delete(file);
            File.Delete(file + ".pub");
            Tools.Run(Tools.SshKeygen!, ["-q", "-t", type, "-N", "", "-C", "root@" + _instance.PrivateDnsName.Split('.')[0], "-f", file]);
            var line = File.ReadAllText(file + ".pub").Trim();
            var words = line.Split(' ', 3);
            var hash = Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(words[1]))).TrimEnd('=');
            keys.Add(new HostKey(line, $"{bits} SHA256:{hash} {words[2]} ({type.ToUpperInvariant()})"));
        }

        return keys;
    }

    private string Config()
    {
        var config = new StringBuilder();
        config.Append("ListenAddress 127.0.0.1:").Append(Port).Append('\n');
        if (Host != "127.0.0.1")
        {
            config.Append("ListenAddress ").Append(Host).Append(':').Append(Port).Append('\n');
        }

        config.Append("HostKey ").Append(_folder).Append("/ssh_host_ecdsa_key\nHostKey ").Append(_folder).Append("/ssh_host_ed25519_key\n");
        config.Append("AuthorizedKeysFile ").Append(AuthorizedKeysPath).Append(' ').Append(PushedKeys.Path).Append('\n');
        config.Append("AllowUsers ").Append(UserName).Append('\n');
        config.Append("PidFile none\nUsePAM no\nStrictModes no\nUseDNS no\nPermitRootLogin prohibit-password\nPubkeyAuthentication yes\n");
        config.Append("PasswordAuthentication no\nKbdInteractiveAuthentication no\nPrintMotd no\nPrintLastLog no\nMaxStartups 200\nLogLevel VERBOSE\n");
        config.Append("Subsystem sftp ").Append(SftpServer()).Append('\n');
        config.Append("ForceCommand ").Append(Path.Combine(_folder, "enter")).Append('\n');
        return config.ToString();
    }

    private static string SftpServer() =>
        new[] { "/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/libexec/sftp-server", "/usr/lib/ssh/sftp-server" }
            .FirstOrDefault(File.Exists) ?? "internal-sftp";

    private static void Private(string path, bool directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (directory ? UnixFileMode.UserExecute : 0));
        }
    }
}
