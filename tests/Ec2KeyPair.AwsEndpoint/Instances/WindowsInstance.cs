using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>A Windows instance: a password under the launch key, and the lines EC2Launch v2 writes to the console.</summary>
public sealed class WindowsInstance : Instance
{
    private readonly Lock _gate = new();
    private string? _password;
    private string? _passwordData;

    internal WindowsInstance(RegionState region, string id, string reservationId, int launchIndex, int number, Image image, KeyPair? launchKey, TagSet tags)
        : base(region, id, reservationId, launchIndex, number, image, launchKey, tags)
    {
        UserName = image.DefaultUser;
        PasswordReady = FirstLaunch + region.Settings.PasswordDelay;
    }

    /// <summary>The administrator's localized account name.</summary>
    public string UserName { get; set; }

    /// <summary>The first password. Setting it makes password data anew.</summary>
    public string Password
    {
        get
        {
            lock (_gate)
            {
                return _password ??= MakePassword();
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

    /// <summary>From when on password data is there; <see cref="DateTimeOffset.MaxValue"/> for never (an image without EC2Launch).</summary>
    public DateTimeOffset PasswordReady { get; set; }

    public string RdpCertificateSubject => "EC2AMAZ-" + Id[^7..].ToUpperInvariant();

    /// <summary>SHA-1 thumbprint of the self-signed RDP certificate.</summary>
    public string RdpCertificateThumbprint => Convert.ToHexString(SHA1.HashData(Encoding.ASCII.GetBytes(Id)));

    /// <summary>What GetPasswordData returns: empty until ready, and for ever without an RSA launch key.</summary>
    internal string PasswordData()
    {
        if (LaunchKey is not { PublicKey.Type: "rsa" } key || Region.Now < PasswordReady)
        {
            return "";
        }

        if (_passwordData is { } ready)
        {
            return ready;
        }

        lock (_gate)
        {
            return _passwordData ??= Wrap(key.Encrypt(Encoding.UTF8.GetBytes(_password ??= MakePassword())), Region.Settings.PasswordWrap);
        }
    }

    private protected override string? MakeConsoleText()
    {
        var text = new StringBuilder();
        var at = FirstLaunch;
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
        Line("RDPCERTIFICATE-SUBJECTNAME: " + RdpCertificateSubject);
        Line("RDPCERTIFICATE-THUMBPRINT: " + RdpCertificateThumbprint);
        Line("SSM: Amazon SSM Agent v3.3.3050.0");
        if (Region.Now >= PasswordReady)
        {
            Line("Username: " + UserName);
            Line("Password: <Password>");
            text.Append(PasswordData().Trim()).Append("\r\n</Password>\r\n");
            Line("Message: Windows is Ready to use");
        }

        return text.ToString();

        void Line(string message)
        {
            at += TimeSpan.FromSeconds(1);
            text.Append(at.UtcDateTime.ToString("yyyy/MM/dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)).Append(": ").Append(message).Append("\r\n");
        }
    }

    private static string MakePassword() =>
        RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!@#$%&*()-;.?", 32);

    private static string Wrap(byte[] ciphertext, PasswordWrap wrap) => wrap switch
    {
        PasswordWrap.None => Convert.ToBase64String(ciphertext),
        PasswordWrap.Lines76 => Convert.ToBase64String(ciphertext, Base64FormattingOptions.InsertLineBreaks) + "\r\n",
        _ => "\r\n" + Convert.ToBase64String(ciphertext) + "\r\n",
    };
}
