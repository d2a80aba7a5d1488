using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Module.Tests.Display;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>
/// What the examples take for granted, made anew for each. The account has, in us-east-1, the key pair <c>web</c> and, launched
/// with it, <c>windows-1</c> to <c>windows-3</c>, <c>windows-new</c> (no password yet) and <c>linux-1</c>; the key pair <c>stack</c>
/// is one that CloudFormation created. linux-1 has an SSH server on the port that the pages call 22022; to <c>linux-2</c>, where it is named, nothing leads.
/// The key store has <c>web</c>, which was published. The home folder has two private keys that
/// are not in the store: <c>laptop.key</c> (Ed25519) and <c>build.ppk</c> (RSA); and <c>ids.txt</c> with names of instances, and
/// <c>data.txt</c> with the password data of windows-1. windows-1 has the tag <c>stage = test</c>, the next two <c>prod</c>.
/// </summary>
internal sealed class ExampleWorld : IAsyncDisposable
{
    // What the pages show; a test has other folders. Of the length of /tmp/123456, so that lines break where they do on the page.
    private const string Home = "/home/maria";
    private const string User = "ec2-user";
    private const string Port = "22022";
    private const string Nowhere = "127.99.99.99"; // Of the loopback, and nobody's.
    private const string Password = "t9NGt!Z3w?c%(F7!atjZtkRR8t$d9$jX";
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");
    private readonly LoopbackAws _aws;
    private readonly ExampleEngine _engine = ExampleEngine.Take();
    private readonly TemporaryFolder _home = new(prefix: "");
    private LinuxInstance? _linux;
    private string _port = Port;
    private bool _hadTunnels;
    private Process? _agent;
    private EnvironmentScope? _environment;

    private ExampleWorld(LoopbackAws aws) => _aws = aws;

    private string Store => Path.Combine(_home.Path, ".local", "share", "ec2keypair", "keys");

    internal static async Task<ExampleWorld> StartAsync(ExampleNeeds needs)
    {
        var world = new ExampleWorld(await LoopbackAws.StartAsync());
        try
        {
            await world.FillAsync(needs);
            if (needs.Agent) world.StartAgent();
            if (needs.Desktop) world._environment = new EnvironmentScope { ["DISPLAY"] = null, ["WAYLAND_DISPLAY"] = null };
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a console shows when these commands are typed, as the pages write it.</summary>
    internal IReadOnlyList<string> Type(string commands)
    {
        _hadTunnels |= commands.Contains("New-EC2Tunnel", StringComparison.Ordinal);
        return [.. _engine.Screen.Type(commands.Replace(Port, _port, StringComparison.Ordinal)).Select(AsInPages)];
    }

    public async ValueTask DisposeAsync()
    {
        _engine.GiveBack(_hadTunnels);
        _agent?.Kill();
        _agent?.Dispose();
        _environment?.Dispose();
        await _aws.DisposeAsync();
        _home.Dispose();
    }

    private async Task FillAsync(ExampleNeeds needs)
    {
        var key = _aws.Fleet.AddKeyPair("web", await File.ReadAllTextAsync(Path.Combine(Fixtures, "rsa.pub")));
        foreach (var (name, stage) in new[] { ("windows-1", "test"), ("windows-2", "prod"), ("windows-3", "prod") })
        {
            var windows = _aws.Fleet.AddWindows(name, key);
            windows.SsmAgent = new SsmAgent();
            windows.Password = Password;
            windows.Tags["stage"] = stage;
        }

        _aws.Fleet.AddWindows("windows-new", key).PasswordReady = DateTimeOffset.MaxValue;
        _linux = _aws.Fleet.AddLinux("linux-1", key);
        _linux.SsmAgent = new SsmAgent();
        var ofStack = _aws.Fleet.AddKeyPair("stack", await File.ReadAllTextAsync(Path.Combine(Fixtures, "ed25519.pub")));
        _aws.Fleet.Parameters.PutSecure("/ec2/keypair/" + ofStack.Id, await File.ReadAllTextAsync(Path.Combine(Fixtures, "openssh.ed25519.none")));
        CopyFixture("openssh.ed25519.none", "laptop.key");
        CopyFixture("ppk3.rsa.none", "build.ppk");
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "data.txt"), await PasswordDataAsync());
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "ids.txt"), "windows-1\nwindows-9\nlinux-1\nwindows-2\n");

        var defaults = new DefaultParameterDictionary
        {
            ["*-EC2*:EndpointUrl"] = _aws.Url,
            ["*-EC2*:AccessKey"] = _aws.AccessKey,
            ["*-EC2*:SecretKey"] = _aws.SecretKey,
            ["*-EC2*:StorePath"] = Store,
            ["Export-EC2SshConfig:Path"] = Path.Combine(_home.Path, ".ssh", "config.d", "ec2keypair"),
            ["Export-EC2SshConfig:ConfigPath"] = Path.Combine(_home.Path, ".ssh", "config"),
        };
        if (needs.Ssh)
        {
            var port = (await _linux.StartSshServerAsync()).Port;
            _port = port.ToString(CultureInfo.InvariantCulture);
            foreach (var command in new[] { "Connect-EC2Instance", "Add-EC2KnownHost", "Export-EC2SshConfig" }) defaults[command + ":Port"] = port;
        }

        if (needs.Closed) AddClosed(key);
        if (needs.Template) _aws.Fleet.LaunchTemplates.Add("web-servers", "web");
        if (needs.Endpoint) _aws.Fleet.Network.AddEndpoint();
        var session = _engine.Runspace.Runspace.SessionStateProxy;
        session.SetVariable("PSDefaultParameterValues", defaults);
        session.SetVariable("StoredAWSRegion", "us-east-1");
        session.Path.SetLocation(_home.Path);
        _engine.Runspace.Invoke("$null = Import-EC2KeyPairLocal $args[0] -Name web | Publish-EC2KeyPairLocal", Path.Combine(Fixtures, "pkcs1.rsa.none"));
    }

    private void AddClosed(KeyPair key)
    {
        var closed = _aws.Fleet.AddLinux("linux-2", key);
        closed.PublicIpAddress = closed.PrivateIpAddress = Nowhere;
        closed.SecurityGroupIds = [_aws.Fleet.Network.AddGroup("closed").Id];
    }

    private void StartAgent()
    {
        var socket = Path.Combine(_home.Path, "agent");
        _agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        _agent.StandardOutput.ReadLine(); // Printed when it listens.
        _environment = new EnvironmentScope { ["SSH_AUTH_SOCK"] = socket };
    }

    private static async Task<string> PasswordDataAsync()
    {
        using var key = RSA.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(Fixtures, "pkcs1.rsa.none")));
        return Convert.ToBase64String(key.Encrypt(Encoding.UTF8.GetBytes(Password), RSAEncryptionPadding.Pkcs1));
    }

    private void CopyFixture(string name, string to)
    {
        var path = Path.Combine(_home.Path, to);
        File.Copy(Path.Combine(Fixtures, name), path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string AsInPages(string line)
    {
        var text = ConsoleEngine.Plain(line)
            .Replace('\\', Path.DirectorySeparatorChar == '\\' ? '/' : '\\')
            .Replace(_home.Path, Home, StringComparison.Ordinal)
            .Replace(_linux!.Home, "/home/" + User, StringComparison.Ordinal)
            .Replace(_port, Port, StringComparison.Ordinal);
        text = Renamed(text, Nowhere, "203.0.113.26");
        text = Renamed(text, _linux.PublicIpAddress!, "203.0.113.25");
        return Renamed(text, SshServer.UserName, User).TrimEnd();
    }

    // A word, and what stands to its right in a table stays where it is.
    private static string Renamed(string line, string from, string to) => Regex.Replace(
        line,
        $"(?<![\\w./-]){Regex.Escape(from)}(?![\\w.-]*\\w)(  +)?",
        match => match.Groups[1].Success ? to.PadRight(from.Length + match.Groups[1].Length - 1) + " " : to);
}
