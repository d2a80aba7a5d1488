using System.Globalization;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Module.Tests.Ssh;

namespace Ec2KeyPair.Module.Tests.AuthorizedKeys;

/// <summary>examples/scheduled/Rotate-FleetKey.ps1, run as a scheduled task would run it, day after day.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class FleetKeyScriptTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "examples", "scheduled", "Rotate-FleetKey.ps1");
    private static readonly string Month = DateTime.UtcNow.ToString("'-'yyyy'-'MM", CultureInfo.InvariantCulture);

    [SkippableFact]
    public async Task RotateFleetKey_DayAfterDay_BringsEveryInstanceToTheKeyOfTheMonth()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module);
        hosts[2].Instance.SetState(InstanceState.Stopped);
        hosts[3].Instance.Tags["fleet"] = "other";
        Assert.Equal(1, Run(module, "-KeyPrefix first"));
        Assert.Contains(hosts[0].Instance.Id + "  ProvenGone", Log(module));
        Assert.Contains(hosts[2].Instance.Id + "  InstanceNotRunning  ", Log(module));
        Assert.Contains("end: 2 of 3 have it, 0 of them from before", Log(module));
        Assert.Equal((2, 2), (Keys(hosts, Public(module, "first" + Month)), Keys(hosts, Public(module, "web"))));

        // The next day it runs.
        hosts[2].Instance.SetState(InstanceState.Running);
        Assert.Equal(0, Run(module, "-KeyPrefix first"));
        Assert.Contains("end: 3 of 3 have it, 2 of them from before", Log(module));

        // The next month's key replaces that one without being told which it is.
        Assert.Equal(0, Run(module, "-KeyPrefix second"));
        Assert.Equal((0, 3, 1), (Keys(hosts, Public(module, "first" + Month)), Keys(hosts, Public(module, "second" + Month)), Keys(hosts, Public(module, "web"))));
        Assert.DoesNotContain("PRIVATE", Log(module));
    }

    [SkippableFact]
    public async Task RotateFleetKey_LaunchTemplates_StartNewInstancesWithTheNewKey()
    {
        await using var module = await AwsModule.StartAsync();
        await LaunchAsync(module);
        var template = module.Aws.Fleet.LaunchTemplates.Add("web", "web");
        Assert.Equal(1, Run(module, "-KeyPrefix next"));
        Assert.Contains("still hands out the last key: LaunchTemplate " + template.Id, Log(module));
        Assert.Equal(0, Run(module, "-KeyPrefix next -UpdateLaunchTemplate"));
        Assert.Equal("next" + Month, template.Latest.Data.KeyName);
    }

    [Fact]
    public async Task RotateFleetKey_NothingCanBeDone_ExitCodeTwo()
    {
        await using var module = await AwsModule.StartAsync();
        Assert.Equal(2, Run(module, "-KeyPrefix next", profile: "missing"));
        Assert.Contains("broken off: AwsProfileNotFound", Log(module));
        using (File.Open(LogPath(module) + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)) Assert.Equal(2, Run(module, "-KeyPrefix next"));
    }

    private static int Run(AwsModule module, string parameters, string profile = "rotation")
    {
        using var files = TestEnvironment.SharedFiles(
            $"[rotation]\naws_access_key_id = {module.Aws.AccessKey}\naws_secret_access_key = {module.Aws.SecretKey}\n");
        using var environment = new EnvironmentScope();
        environment["EC2KEYPAIR_STORE"] = module.Store;
        return (int)module.Run(
            $"& $args[0] -TagKey fleet -TagValue 'web,www' {parameters} -MaxErrors 100% -LogPath $args[1] -Region us-east-1 -ProfileName {profile} -EndpointUrl $endpoint; $LASTEXITCODE",
            Script,
            LogPath(module)).Single().BaseObject;
    }

    private static async Task<IReadOnlyList<(LinuxInstance Instance, SshServer Server)>> LaunchAsync(AwsModule module)
    {
        var hosts = await SshHosts.LaunchAsync(module, 4);
        foreach (var (instance, _) in hosts) instance.Tags["fleet"] = instance.Id == hosts[0].Instance.Id ? "www" : "web";
        return hosts;
    }

    private static string Public(AwsModule module, string key) => Outcome.Text(module.Run("Get-EC2KeyPairLocal $args[0] -StorePath $store", key).Single(), "PublicKey")!.Split(' ')[1];

    private static int Keys(IEnumerable<(LinuxInstance Instance, SshServer Server)> hosts, string key) => hosts.Count(host => File.ReadAllText(host.Server.AuthorizedKeysPath).Contains(key, StringComparison.Ordinal));

    private static string LogPath(AwsModule module) => Path.Combine(module.Folder, "rotate.log");

    private static string Log(AwsModule module) => File.ReadAllText(LogPath(module));
}
