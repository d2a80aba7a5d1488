using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.SshConfig;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Store;

namespace Ec2KeyPair.Core.Tests.SshConfig;

public sealed class SshConfigFileTests : IDisposable
{
    private static readonly SshHostScope East = new("us-east-1", null, null, "123456789012");
    private static readonly SshHostScope West = new("us-west-2", "prod", null, "123456789012");
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("config.d/ec2keypair");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Write_Entry_IsReadBySsh()
    {
        Write([Entry(1, "web") with { IdentityFile = "/my keys/100%h.pem", KnownHosts = "/my store/known_hosts", Port = 2222, IsPinned = true }]);
        foreach (var host in new[] { "web", Id(1) })
        {
            var settings = Ssh(host);
            Assert.Contains("hostname 192.0.2.1\n", settings);
            Assert.Contains("user ec2-user\n", settings);
            Assert.Contains("port 2222\n", settings);
            Assert.Contains($"hostkeyalias {Id(1)}\n", settings);
            Assert.Contains("identityfile \"/my keys/100%%h.pem\"\n", settings.Replace("identityfile /my keys/100%%h.pem\n", "identityfile \"/my keys/100%%h.pem\"\n"));
            Assert.Contains("identitiesonly yes\n", settings);
            Assert.Contains("userknownhostsfile /my store/known_hosts\n", settings.Replace("\"", ""));
            Assert.Contains("stricthostkeychecking true\n", settings);
        }

        Assert.DoesNotContain("ec2-user", Ssh("other"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, StoreFolder.Mode(Path));
    }

    [SkippableFact]
    public void Write_EntryThroughSessionManager_IsAProxyCommandOfThisModule()
    {
        var scope = new SshHostScope("eu-west-1", "my profile", "http://127.0.0.1:4566");
        Write([Entry(1, "web") with { HostName = Id(1), Via = ConnectionRoute.SessionManager, Scope = scope, IsPinned = false }]);
        var settings = Ssh("web");
        Assert.Contains(
            "proxycommand pwsh -NoProfile -NonInteractive -Command \"Connect-EC2Instance %h -Port %p -Via SessionManager -AsProxy -Region eu-west-1 -ProfileName 'my profile' -EndpointUrl 'http://127.0.0.1:4566'\"\n",
            settings.Replace("powershell ", "pwsh "));
        Assert.Contains($"hostname {Id(1)}\n", settings);
        Assert.Contains("stricthostkeychecking ask\n", settings);
    }

    [Fact]
    public void Write_SameAgain_TouchesNothing()
    {
        SshHostEntry[] entries = [Entry(1, "web"), Entry(2, null), Entry(3, "db") with { Scope = West }];
        Assert.Equal(3, Write(entries).Changed.Count);
        var (bytes, time) = (File.ReadAllBytes(Path), File.GetLastWriteTimeUtc(Path));
        var again = Write(entries.Reverse().ToArray());
        Assert.True(again.IsNone);
        Assert.Empty(again.Changed);
        Assert.Equal(bytes, File.ReadAllBytes(Path));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Path));
    }

    [Fact]
    public void Write_OneEntryAnew_ChangesThatOneOnly()
    {
        Write([Entry(1, "web"), Entry(2, "db")]);
        var before = File.ReadAllText(Path);
        var change = Write([Entry(2, "db") with { HostName = "192.0.2.99" }]);
        Assert.Equal([Id(2)], change.Changed);
        Assert.Empty(change.Removed);
        Assert.Equal(before.Replace("HostName 192.0.2.2\n", "HostName 192.0.2.99\n"), File.ReadAllText(Path));
    }

    [Fact]
    public void Write_WholePlace_RemovesWhatIsGoneFromThereOnly()
    {
        var elsewhere = East with { Account = "210987654321" };
        Write([Entry(1, "web"), Entry(2, "db"), Entry(3, "west") with { Scope = West }, Entry(4, "other") with { Scope = elsewhere }]);
        var census = new SshHostCensus(East with { Account = null }, ["123456789012"], [Id(1), Id(5)]);
        // The entry of instance 5 could not be made this time.
        var change = new SshConfigFile(Path).Write([Entry(1, "web")], [census]);
        Assert.Equal([Id(2)], change.Removed);
        Assert.Equal([Id(1), Id(3), Id(4)], change.Names.Keys.Order());
        Assert.Empty(change.Changed);
    }

    [SkippableFact]
    public void Write_SameNames_AreToldApartByTheirIds()
    {
        Write([Entry(1, "web")]);
        var change = Write([Entry(2, "Web"), Entry(3, "db")]);
        Assert.Equal("web-" + Id(1), change.Names[Id(1)]);
        Assert.Equal("Web-" + Id(2), change.Names[Id(2)]);
        Assert.Equal("db", change.Names[Id(3)]);
        Assert.Equal([Id(1), Id(2), Id(3)], change.Changed.Order());
        Assert.Contains("hostname 192.0.2.1\n", Ssh("web-" + Id(1)));
        // Somebody's tag that looks like such a name gets none of the traffic.
        change = Write([Entry(4, "web-" + Id(1))]);
        Assert.Null(change.Names[Id(1)]);
        Assert.Null(change.Names[Id(4)]);
        // Alone of its name again, it has it to itself again.
        change = Write([Entry(2, null), Entry(4, null)]);
        Assert.Equal("web", change.Names[Id(1)]);
        Assert.Null(change.Names[Id(2)]);
    }

    [Theory]
    [InlineData("Host *\n  User me\n")]
    [InlineData("# mine\n# Ec2KeyPair host entries.\n")]
    public void Write_FileOfSomebodyElse_IsSshConfigForeignAndLeftAlone(string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, content);
        StoreFolder.Fails(ErrorCondition.SshConfigForeign, () => Write([Entry(1, "web")]));
        StoreFolder.Fails(ErrorCondition.SshConfigForeign, () => new SshConfigFile(Path).Plan([Entry(1, "web")], []));
        Assert.Equal(content, File.ReadAllText(Path));
    }

    [Theory]
    [InlineData("user")]
    [InlineData("host")]
    [InlineData("key")]
    [InlineData("profile")]
    [InlineData("region")]
    public void Write_HostileValue_IsArgumentUnsafe(string what)
    {
        const string Hostile = "x\n    ProxyCommand touch owned";
        var entry = Entry(1, "web") with { Via = ConnectionRoute.SessionManager };
        entry = what switch
        {
            "user" => entry with { User = Hostile },
            "host" => entry with { HostName = Hostile },
            "key" => entry with { IdentityFile = Hostile },
            "profile" => entry with { Scope = East with { Profile = "a'; touch owned; '" } },
            _ => entry with { Scope = East with { Region = "us-east-1 -EndpointUrl x" } },
        };
        var error = Assert.Throws<Ec2KeyPairException>(() => Write([entry]));
        Assert.Equal(ErrorCondition.ArgumentUnsafe, error.Condition);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Write_ProfileOfAnyName_ComesBackFromTheFile()
    {
        var scope = East with { Profile = "my - pr\u00f6file % #" };
        Write([Entry(1, "web") with { Scope = scope }]);
        var change = new SshConfigFile(Path).Write([], [new SshHostCensus(scope, [scope.Account], [])]);
        Assert.Equal([Id(1)], change.Removed);
    }

    /// <summary>Ours comes first in ssh's config, and ssh takes the first value: a tag must not take over a host of the user's own.</summary>
    [SkippableFact]
    public void Write_NameOfTheUsersOwnHost_IsNotTakenOver()
    {
        var config = _folder.File("config");
        File.WriteAllText(config, $"Include \"{Path}\"\nHost bastion\n    HostName bastion.example.com\n    ForwardAgent yes\nHost db-*\n    User me\n");
        SshConfigFile Open() => new(Path, OwnHosts.Of(config, Path));
        var change = Open().Write([Entry(1, "Bastion"), Entry(2, "web"), Entry(3, "db"), Entry(4, "db")], []);
        Assert.Equal([null, "web", null, null], new[] { 1, 2, 3, 4 }.Select(number => change.Names[Id(number)]));
        Assert.Equal(("Bastion", "db-" + Id(3)), (change.Withheld[Id(1)], change.Withheld[Id(3)]));
        Assert.Contains("hostname bastion.example.com\n", Tool.Named("ssh").Run("-G", "-F", config, "bastion").MustSucceed().Text.ReplaceLineEndings("\n") + "\n");
        Assert.Contains("hostname 192.0.2.1\n", Tool.Named("ssh").Run("-G", "-F", config, Id(1)).MustSucceed().Text.ReplaceLineEndings("\n") + "\n");
        // The host is taken out of the config again.
        File.WriteAllText(config, "");
        Assert.Equal("Bastion", Open().Write([], []).Names[Id(1)]);
    }

    [Fact]
    public void Write_ProfileOfAFileOfItsOwn_IsWrittenDownAndComesBack()
    {
        var scope = East with { Profile = "prod", ProfileLocation = "C:\\my files\\aws" };
        var proxied = Entry(1, "web") with { Scope = scope, Via = ConnectionRoute.SessionManager, HostName = Id(1) };
        Assert.False(Write([proxied]).IsNone);
        Assert.Contains("-ProfileName 'prod' -ProfileLocation 'C:/my files/aws'", File.ReadAllText(Path));
        Assert.True(Write([proxied]).IsNone);
        Assert.Equal([Id(1)], new SshConfigFile(Path).Write([], [new SshHostCensus(scope, [scope.Account], [])]).Removed);
        Assert.Equal(ErrorCondition.ArgumentUnsafe, Assert.Throws<Ec2KeyPairException>(
            () => Write([proxied with { Scope = scope with { ProfileLocation = "/x'; touch owned" } }])).Condition);
    }

    [Fact]
    public void Write_ManyAtOnce_LosesNoEntry()
    {
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Write([Entry(i + 1, "web" + i)]));
        Assert.Equal(40, new SshConfigFile(Path).Plan([], []).Names.Count);
    }

    private SshConfigChange Write(params SshHostEntry[] entries) => new SshConfigFile(Path).Write(entries, []);

    private string Ssh(string host) => Tool.Named("ssh").Run("-G", "-F", Path, host).MustSucceed().Text.ReplaceLineEndings("\n") + "\n";

    private static string Id(int number) => $"i-{number:x17}";

    private static SshHostEntry Entry(int number, string? alias) => new()
    {
        InstanceId = Id(number),
        Scope = East,
        Alias = alias,
        HostName = $"192.0.2.{number}",
        User = "ec2-user",
        Port = 22,
        IdentityFile = "/keys/web.pem",
        KnownHosts = "/keys/known_hosts",
        IsPinned = true,
        Via = ConnectionRoute.Direct,
    };
}
