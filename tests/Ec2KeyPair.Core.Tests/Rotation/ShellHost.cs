using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Rotation;

/// <summary>A real sshd on loopback with a home folder and a shell of its own; every /bin/sh there is that shell.</summary>
internal sealed class ShellHost : IDisposable
{
    private static readonly string[] Shells = ["dash", "bash", "busybox sh"];
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    internal ShellHost(int number, string authorizedKey, params string[] more)
    {
        var program = new[] { "/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd" }.FirstOrDefault(File.Exists);
        Skip.If(program is null, "sshd is not installed");
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd"); // Privilege separation insists on it.
        Id = $"i-{number:x17}";
        var available = Shells.Where(shell => Tool.Named(shell.Split(' ')[0]).IsInstalled).ToList();
        Shell = available[number % available.Count];
        var home = _folder.File("home");
        Directory.CreateDirectory(Path.Combine(home, ".ssh"));
        KeysPath = Path.Combine(home, ".ssh", "authorized_keys");
        File.WriteAllText(KeysPath, authorizedKey + "\n");
        Tool.Named("chmod").Run("-R", "go=", home).MustSucceed();
        var key = _folder.File("key");
        Tool.SshKeygen.Run("-q", "-N", "", "-t", "ed25519", "-f", key).MustSucceed();
        HostKey = string.Join(' ', File.ReadAllText(key + ".pub").Split(' ').Take(2));

        // The shell takes the place of /bin/sh: in the first line of what is sent, and where the script starts another one.
        var enter = _folder.File("enter");
        File.WriteAllText(enter, $"#!/bin/sh\nHOME='{home}'; PATH='{_folder.Path}':$PATH; sh='{Shell}'; export HOME PATH sh\nexec {Shell} -c \"$(printf '%s' \"$SSH_ORIGINAL_COMMAND\" | sed '1s#/bin/sh#{Shell}#g')\"\n");
        File.WriteAllText(_folder.File("sshd"), $"#!/bin/sh\necho 'authorizedkeysfile {KeysPath}'; echo 'strictmodes no'\n");
        Tool.Named("chmod").Run("755", enter, _folder.File("sshd")).MustSucceed();
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var start = new ProcessStartInfo(program!) { RedirectStandardError = true };
        string[] options =
        [
            "PidFile=none", $"ListenAddress=127.0.0.1:{Port}", "UsePAM=no", "StrictModes=no", "MaxStartups=200", "PasswordAuthentication=no",
            $"AuthorizedKeysFile={KeysPath}", $"ForceCommand={enter}", "PermitRootLogin=yes", "LogLevel=INFO",
        ];
        foreach (var argument in new[] { "-D", "-e", "-f", "/dev/null", "-h", key }.Concat(options.Concat(more).SelectMany(option => new[] { "-o", option }))) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("Server listening")) { }
        Skip.If(_process.HasExited, "this sshd does not start");
        _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null); // Nobody reads its log; the pipe must not fill up.
    }

    internal string Id { get; }

    internal string Shell { get; }

    internal int Port { get; }

    internal string HostKey { get; }

    internal string KeysPath { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
