using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.AwsEndpoint.WindowsSide;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>A Windows instance: a password under the launch key, the lines EC2Launch v2 writes to the console, and a machine that takes scripts.</summary>
public sealed class WindowsInstance : Instance
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _rdpCertificateAt;
    private string _userName;
    private string? _password;
    private string? _passwordData;
    private WindowsMachine? _machine;
    private RdpServer? _server;
    private bool _makesPassword;
    private (DateTimeOffset At, string Password)? _next;

    internal WindowsInstance(RegionState region, string id, string reservationId, int launchIndex, int number, Image image, KeyPair? launchKey, TagSet tags)
        : base(region, id, reservationId, launchIndex, number, image, launchKey, tags)
    {
        _userName = image.DefaultUser;
        PasswordReady = FirstLaunch + region.Settings.PasswordDelay;
        _rdpCertificateAt = FirstLaunch + (region.Settings.RdpCertificateDelay ?? region.Settings.PasswordDelay * 0.75);
    }

    /// <summary>The administrator's localized account name at first boot. Setting it renames the account; to rename it behind EC2's back see <see cref="WindowsMachine.Administrator"/>.</summary>
    public string UserName
    {
        get => _userName;
        set
        {
            lock (_gate)
            {
                _userName = value;
                _machine?.Administrator.Name = value;
            }
        }
    }

    /// <summary>The first password, which is the only one password data ever holds. Setting it makes password data anew.</summary>
    public string Password
    {
        get
        {
            lock (_gate)
            {
                return First();
            }
        }

        set
        {
            lock (_gate)
            {
                _password = value;
                _passwordData = null;
            }
        }
    }

    /// <summary>What the built-in administrator's password is by now: the first one until something on the machine has set another.</summary>
    public string CurrentPassword
    {
        get
        {
            var first = Password;
            return _machine?.Administrator.Password ?? first;
        }
    }

    /// <summary>What scripts find on the instance: accounts, password policy, COM1.</summary>
    public WindowsMachine Machine
    {
        get
        {
            lock (_gate)
            {
                return _machine ??= new WindowsMachine(this);
            }
        }
    }

    /// <summary>False where xrdp is missing: nothing answers at the instance's port 3389.</summary>
    public static bool HasRdpServer => Tools.Xrdp is not null;

    /// <summary>The instance's RDP server: made, with a fresh certificate, when first asked for; started by <see cref="StartRdpServerAsync"/>.</summary>
    public RdpServer RdpServer
    {
        get
        {
            lock (_gate)
            {
                return _server ??= HasRdpServer
                    ? new RdpServer(this)
                    : throw new InvalidOperationException("No xrdp on this machine: check WindowsInstance.HasRdpServer first.");
            }
        }
    }

    /// <summary>From when on password data is there; <see cref="DateTimeOffset.MaxValue"/> for never (an image without EC2Launch).</summary>
    public DateTimeOffset PasswordReady { get; set; }

    /// <summary>The computer's name, and so the subject of its self-signed RDP certificate.</summary>
    public string RdpCertificateSubject
    {
        get => field ?? "EC2AMAZ-" + Id[^7..].ToUpperInvariant();
        set;
    }

    /// <summary>SHA-1 thumbprint of the self-signed RDP certificate.</summary>
    public string RdpCertificateThumbprint
    {
        get => field ?? Convert.ToHexString(SHA1.HashData(Encoding.ASCII.GetBytes(Id)));
        set;
    }

    internal override DateTimeOffset BootedAt => Later(PasswordReady, Region.Settings.ReadyDelay);

    internal override LoopbackServer? Server => _server;

    internal override int ServerPort => 3389;

    /// <summary>
    /// Starts xrdp unless it runs. From then on the instance's addresses are loopback ones, a tag names the port, and the console the certificate that the
    /// server had when it was made.
    /// </summary>
    public async Task<RdpServer> StartRdpServerAsync(CancellationToken cancellationToken = default)
    {
        var isNew = _server is null;
        var server = RdpServer;
        if (isNew)
        {
            RdpCertificateThumbprint = server.Thumbprint;
        }

        await server.StartAsync(cancellationToken);
        PublicIpAddress = PrivateIpAddress = server.Host;
        Tags["ec2keypair:rdp-port"] = server.Port.ToString(CultureInfo.InvariantCulture);
        return server;
    }

    /// <summary>What GetPasswordData returns: empty until ready, and for ever without an RSA launch key.</summary>
    internal string PasswordData()
    {
        if (LaunchKey is not { PublicKey.Type: "rsa" } key || Region.Now < PasswordReady)
        {
            return "";
        }

        if (_next is null && _passwordData is { } ready)
        {
            return ready;
        }

        lock (_gate)
        {
            var first = First();
            return _passwordData ??= Wrap(key.Encrypt(Encoding.UTF8.GetBytes(first)), Region.Settings.PasswordWrap);
        }
    }

    internal override void Close()
    {
        lock (_gate)
        {
            _server?.Dispose();
            _server = null;
        }
    }

    /// <summary>EC2Launch is set to make a password at the next boot, as at the first: it becomes the first password, and password data that of it.</summary>
    internal void MakePasswordAtNextBoot() => _makesPassword = true;

    /// <summary>As EC2Launch makes one: 32 characters, a few of them special.</summary>
    internal static string MakePassword() =>
        RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!@#$%&*()-;.?", 32);

    private protected override void OnStarted()
    {
        if (_server is not null)
        {
            Region.InBackground(() => StartRdpServerAsync());
        }

        lock (_gate)
        {
            if (_makesPassword)
            {
                _makesPassword = false;
                _next = (Region.Now + Region.Settings.PasswordDelay, MakePassword());
            }
        }
    }

    private protected override void OnStopped() => _server?.Stop();

    private protected override string? MakeConsoleText(DateTimeOffset now)
    {
        var text = new StringBuilder();
        var at = FirstLaunch + Region.Settings.ConsoleDelay;
        Line("Windows sysprep configuration complete.");
        Line("Message: Waiting for access to metadata...");
        Line("Message: Meta-data is now available.");
        Line("AMI Origin Version: 2026.11.11");
        Line("AMI Origin Name: " + Image.Name);
        Line("OS: Microsoft Windows NT 10.0.20348");
        Line("OsVersion: 10.0");
        Line("Language: en-US");
        Line("TimeZone: Coordinated Universal Time");
        Line("Offset: UTC +0000");
        Line("Launch: EC2 Launch v2.0.2081");
        Line("AMI-ID: " + Image.Id);
        Line("Instance-ID: " + Id);
        Line("Instance Type: " + InstanceType);
        if (now >= _rdpCertificateAt || now >= PasswordReady)
        {
            Since(_rdpCertificateAt < PasswordReady ? _rdpCertificateAt : PasswordReady);
            Line("RDPCERTIFICATE-SUBJECTNAME: " + RdpCertificateSubject);
            Line("RDPCERTIFICATE-THUMBPRINT: " + RdpCertificateThumbprint);
            Line("SSM: Amazon SSM Agent v3.3.3050.0");
        }

        if (now >= PasswordReady)
        {
            Since(PasswordReady);
            Line("Username: " + UserName);
            if (Region.Settings.ConsoleShowsPassword && PasswordData() is { Length: > 0 } data)
            {
                Line("Password: <Password>");
                text.Append(data.Trim()).Append("\r\n</Password>\r\n");
            }
        }

        if (now >= BootedAt)
        {
            Since(BootedAt);
            Line("Message: Windows is Ready to use");
        }

        return text.ToString();

        void Since(DateTimeOffset stage) => at = stage > at ? stage : at;

        void Line(string message)
        {
            at += TimeSpan.FromSeconds(1);
            text.Append(at.UtcDateTime.ToString("yyyy/MM/dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)).Append(": ").Append(message).Append("\r\n");
        }
    }

    /// <summary>The first password, made anew where a later boot has made it anew.</summary>
    private string First()
    {
        if (_next is { } next && Region.Now >= next.At)
        {
            (_password, _passwordData, _next) = (next.Password, null, null);
            _machine?.Administrator.Forget();
        }

        return _password ??= MakePassword();
    }

    private static string Wrap(byte[] ciphertext, PasswordWrap wrap) => wrap switch
    {
        PasswordWrap.None => Convert.ToBase64String(ciphertext),
        PasswordWrap.Lines76 => Convert.ToBase64String(ciphertext, Base64FormattingOptions.InsertLineBreaks) + "\r\n",
        _ => "\r\n" + Convert.ToBase64String(ciphertext) + "\r\n",
    };
}
