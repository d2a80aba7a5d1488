using System.Globalization;
using System.Text;
using Ec2KeyPair.AwsEndpoint.CloudInit;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>A Linux instance; where OpenSSH is installed, with a real sshd of its own on loopback.</summary>
public sealed class LinuxInstance : Instance
{
    private readonly Lock _gate = new();
    private SshServer? _server;
    private readonly PlayedCloudInit _cloudInit;
    private string? _disk;

    internal LinuxInstance(RegionState region, string id, string reservationId, int launchIndex, int number, Image image, KeyPair? launchKey, TagSet tags)
        : base(region, id, reservationId, launchIndex, number, image, launchKey, tags)
    {
        _cloudInit = new PlayedCloudInit(this);
    }

    /// <summary>False where sshd or ssh-keygen is missing: the instance exists for the API only.</summary>
    public static bool HasSshServer => Tools.Sshd is not null && Tools.SshKeygen is not null && !OperatingSystem.IsWindows();

    public ConsolePrefix ConsolePrefix { get; set; }

    /// <summary>Whether the image prints its host keys on the console at the first boot.</summary>
    public bool PrintsHostKeys { get; set; } = true;

    /// <summary>Whether the image has ec2-instance-connect: without it a pushed key is taken and never looked at.</summary>
    public bool HasInstanceConnect { get; set; } = true;

    /// <summary>The home folder of the machine's account: that of its sshd where there is one, otherwise a temporary one. Commands run there.</summary>
    public string Home
    {
        get
        {
            lock (_gate)
            {
                return _server?.Home ?? Directory.CreateDirectory(Path.Combine(_disk ??= Directory.CreateTempSubdirectory("ec2kp-" + Id + "-").FullName, "home")).FullName;
            }
        }
    }

    /// <summary>What is on its root volume: the account's home is /home there, as its /etc/passwd says.</summary>
    public string Disk
    {
        get
        {
            var disk = Path.GetDirectoryName(Home)!;
            var passwd = Path.Combine(disk, "etc", "passwd");
            if (!File.Exists(passwd))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(passwd)!);
                var account = SshServer.UserName == "root" ? "root:x:0:0:root:/home:/bin/bash\n" : $"root:x:0:0:root:/root:/bin/bash\n{SshServer.UserName}:x:1000:1000::/home:/bin/bash\n";
                File.WriteAllText(passwd, account);
            }

            return disk;
        }
    }

    /// <summary>Adds a line to the account's authorized_keys, as who has the root volume in hand can do it.</summary>
    internal void AddAuthorizedKey(string line)
    {
        var file = Path.Combine(Home, ".ssh", "authorized_keys");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.AppendAllText(file, line + "\n");
    }

    internal override LoopbackServer? Server => _server;

    internal override int ServerPort => 22;

    /// <summary>The instance's sshd: made, with fresh host keys, when first asked for; started by <see cref="StartSshServerAsync"/>.</summary>
    public SshServer SshServer
    {
        get
        {
            lock (_gate)
            {
                return _server ??= HasSshServer
                    ? new SshServer(this)
                    : throw new InvalidOperationException("No sshd and ssh-keygen on this machine: check LinuxInstance.HasSshServer first.");
            }
        }
    }

    /// <summary>Starts sshd unless it runs. From then on the instance's addresses are loopback ones and its tags name port and user.</summary>
    public async Task<SshServer> StartSshServerAsync(CancellationToken cancellationToken = default)
    {
        var server = SshServer;
        await server.StartAsync(cancellationToken);
        PublicIpAddress = PrivateIpAddress = server.Host;
        Tags["ec2keypair:ssh-port"] = server.Port.ToString(CultureInfo.InvariantCulture);
        Tags["ec2keypair:ssh-user"] = SshServer.UserName;
        return server;
    }

    internal override void Close()
    {
        lock (_gate)
        {
            _server?.Dispose();
            _server = null;
            if (_disk is not null)
            {
                TemporaryFolder.Delete(_disk);
                _disk = null;
            }
        }
    }

    /// <summary>What cloud-init does at each boot, in the background.</summary>
    internal void Boot()
    {
        if (UserData.Length > 0) Region.InBackground(_cloudInit.BootAsync);
    }

    private protected override void OnStarted()
    {
        Boot();
        if (HasSshServer && (_server is not null || Region.Settings.StartSshServers))
        {
            Region.InBackground(() => StartSshServerAsync());
        }
    }

    private protected override void OnStopped() => _server?.Stop();

    private protected override string? MakeConsoleText(DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append("[    0.000000] Linux version 6.1.0 (").Append(Image.Name).Append(")\n");
        text.Append("Cloud-init v. 24.4.1 running 'modules:final' at ").Append(Stamp("ddd, dd MMM yyyy HH:mm:ss")).Append(" +0000. Up 18.04 seconds.\n");
        if (PrintsHostKeys && HasSshServer)
        {
            // cc_ssh / keys_to_console of cloud-init, through write-ssh-key-fingerprints.
            var prefix = ConsolePrefix switch
            {
                ConsolePrefix.Ec2 => "ec2: ",
                ConsolePrefix.Syslog => $"<14>{Syslog()} cloud-init: ",
                ConsolePrefix.SyslogEc2 => $"<14>{Syslog()} ec2: ",
                _ => "",
            };
            Line(prefix, "");
            Line(prefix, "#############################################################");
            Line(prefix, "-----BEGIN SSH HOST KEY FINGERPRINTS-----");
            SshServer.HostKeys.ForEach(key => Line(prefix, key.FingerprintLine));
            Line(prefix, "-----END SSH HOST KEY FINGERPRINTS-----");
            Line(prefix, "#############################################################");
            text.Append("-----BEGIN SSH HOST KEY KEYS-----\n");
            SshServer.HostKeys.ForEach(key => text.Append(key.PublicLine).Append('\n'));
            text.Append("-----END SSH HOST KEY KEYS-----\n");
        }

        text.Append("Cloud-init v. 24.4.1 finished at ").Append(Stamp("ddd, dd MMM yyyy HH:mm:ss")).Append(" +0000. Datasource DataSourceEc2Local.  Up 19.51 seconds\n");
        return text.ToString();

        void Line(string prefix, string line) => text.Append(prefix).Append(line).Append('\n');
        string Syslog() => $"{Stamp("MMM")} {FirstLaunch.UtcDateTime.Day,2} {Stamp("HH:mm:ss")}";
        string Stamp(string format) => FirstLaunch.AddSeconds(18).UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }
}
