using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Keys;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>A host key as the console shows it.</summary>
public sealed record HostKey(string PublicLine, string FingerprintLine);

/// <summary>
/// One real sshd on loopback with its own host keys, home folder and authorized_keys. It runs as the current user and lets
/// that user in; sessions see the instance's folder as their home, so that nothing touches the user's own files. It listens on 127.0.0.1
/// with the same port as well.
/// </summary>
public sealed class SshServer : LoopbackServer
{
    private readonly LinuxInstance _instance;

    internal SshServer(LinuxInstance instance)
        : base(instance)
    {
        _instance = instance;
        Home = Path.Combine(Folder, "home");
        AuthorizedKeysPath = Path.Combine(Home, ".ssh", "authorized_keys");
        PushedKeys = new PushedKeys(Path.Combine(Folder, "pushed_keys"), instance.Region.Cloud.Time);
        HostKeys = MakeFiles();
    }

    /// <summary>A folder with a program "sshd" that knows this server's configuration, as the one of a real machine knows /etc/ssh/sshd_config.</summary>
    public string ProgramFolder => Path.Combine(Folder, "sbin");

    public static string UserName => Environment.UserName;

    public string Home { get; }

    public string AuthorizedKeysPath { get; }

    /// <summary>Keys that EC2 Instance Connect has pushed; sshd takes them beside those of <see cref="AuthorizedKeysPath"/>.</summary>
    public PushedKeys PushedKeys { get; }

    public override string LogPath => Path.Combine(Folder, "sshd.log");

    public List<HostKey> HostKeys { get; private set; }

    /// <summary>Replaces the host keys, as a reinstalled machine has new ones. Takes effect with the next start.</summary>
    public void ChangeHostKeys() => HostKeys = MakeHostKeys();

    private protected override ProcessStartInfo Configure()
    {
        var file = Path.Combine(Folder, "sshd_config");
        File.WriteAllText(file, Config());
        return new ProcessStartInfo(Tools.Sshd!, ["-D", "-f", file, "-E", LogPath]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) PushedKeys.Dispose();
        base.Dispose(disposing);
    }

    private List<HostKey> MakeFiles()
    {
        Directory.CreateDirectory(Path.Combine(Home, ".ssh"));
        Private(Home, directory: true);
        Private(Path.Combine(Home, ".ssh"), directory: true);
        File.WriteAllText(AuthorizedKeysPath, _instance.LaunchKey is { } key ? key.PublicKey.OpenSshLine(key.Name) + "\n" : "");
        Private(AuthorizedKeysPath, directory: false);

        // sshd changes to the account's own home folder before a session starts; this brings it to the instance's.
        var enter = Path.Combine(Folder, "enter");
        ProgramFile.Write(
            enter,
            $"#!/bin/sh\nHOME='{Home}'; PATH='{ProgramFolder}':$PATH; export HOME PATH; cd \"$HOME\"\nif [ -n \"$SSH_ORIGINAL_COMMAND\" ]; then exec \"${{SHELL:-/bin/sh}}\" -c \"$SSH_ORIGINAL_COMMAND\"; fi\nexec \"${{SHELL:-/bin/sh}}\"\n");
        Directory.CreateDirectory(ProgramFolder);
        // The keys that were pushed come by AuthorizedKeysCommand on a real machine: they are no file of the account's.
        var program = Path.Combine(ProgramFolder, "sshd");
        ProgramFile.Write(program, $"#!/bin/sh\nexec '{Tools.Sshd}' -f '{Path.Combine(Folder, "sshd_config")}' -o 'AuthorizedKeysFile={AuthorizedKeysPath}' \"$@\"\n");
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
            var file = Path.Combine(Folder, $"ssh_host_{type}_key");
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

        config.Append("HostKey ").Append(Folder).Append("/ssh_host_ecdsa_key\nHostKey ").Append(Folder).Append("/ssh_host_ed25519_key\n");
        config.Append("AuthorizedKeysFile ").Append(AuthorizedKeysPath).Append(' ').Append(PushedKeys.Path).Append('\n');
        config.Append("AllowUsers ").Append(UserName).Append('\n');
        config.Append("PidFile none\nUsePAM no\nStrictModes no\nUseDNS no\nPermitRootLogin prohibit-password\nPubkeyAuthentication yes\n");
        config.Append("PasswordAuthentication no\nKbdInteractiveAuthentication no\nPrintMotd no\nPrintLastLog no\nMaxStartups 200\nLogLevel VERBOSE\n");
        config.Append("Subsystem sftp ").Append(SftpServer()).Append('\n');
        config.Append("ForceCommand ").Append(Path.Combine(Folder, "enter")).Append('\n');
        // bash reads the account's own ~/.bashrc when sshd starts it, unless it is not the outermost shell; but that file is
        // this machine's, not the instance's, and may take seconds. https://www.gnu.org/software/bash/manual/bash.html#Bash-Startup-Files
        config.Append("SetEnv SHLVL=1\n");
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
