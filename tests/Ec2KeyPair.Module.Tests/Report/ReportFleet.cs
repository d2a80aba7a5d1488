using Ec2KeyPair.AwsEndpoint;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Templates;

namespace Ec2KeyPair.Module.Tests.Report;

/// <summary>A company's instances of every kind that the report has something to say about.</summary>
internal static class ReportFleet
{
    /// <summary>Two Regions with years behind them; the key pairs 'web', 'database' and 'bastion' are in the store.</summary>
    internal static async Task<AwsModule> StartAsync()
    {
        var time = new FleetTime();
        var module = await AwsModule.StartAsync(new LoopbackAwsOptions { Time = time });
        Fill(module, time);
        return module;
    }

    private static void Fill(AwsModule module, FleetTime time)
    {
        time.DaysAgo = 1290;
        var ancient = module.Aws.Cloud.Region("eu-west-1").CreateKeyPair("legacy-ops", out _);
        module.Aws.Cloud.Region("eu-west-1").CreateKeyPair("test-please-delete", out _);
        time.DaysAgo = 131;
        module.Run("""
            $passphrase = [securestring]::new(); 'correct horse'.ToCharArray() | ForEach-Object { $passphrase.AppendChar($_) }
            New-EC2KeyPairLocal web, bastion -Passphrase $passphrase @aws -StorePath $store | Out-Null
            New-EC2KeyPairLocal database -KeyType Ed25519 @aws -StorePath $store | Out-Null
            $ireland = $aws.Clone(); $ireland.Region = 'eu-west-1'
            Publish-EC2KeyPairLocal web, bastion @ireland -StorePath $store | Out-Null
            """).MustSucceed();
        var (home, away) = (module.Aws.Fleet, module.Aws.Cloud.Region("eu-west-1"));
        var (web, bastion, database) = (home.FindKeyPair("web")!, home.FindKeyPair("bastion")!, home.FindKeyPair("database")!);
        Group(home.AddMany(140, web, windows: false, prefix: "web-prod"), "web-prod-asg");
        Group(away.AddMany(64, away.FindKeyPair("web"), windows: false, prefix: "web-eu"), "web-eu-asg");
        home.AddMany(22, web, windows: false, prefix: "batch");
        home.AddMany(18, database, windows: false, prefix: "postgres");
        home.AddMany(4, database, windows: true, prefix: "reporting");
        foreach (var instance in home.AddMany(9, database, windows: false, prefix: "replica")) instance.SetState(InstanceState.Stopped);
        home.AddLinux("bastion", bastion);
        away.AddLinux("bastion-eu", away.FindKeyPair("bastion"));
        time.DaysAgo = 45;
        away.AddMany(31, ancient, windows: true, prefix: "citrix");
        var old = home.CreateKeyPair("contractor-2019", out _);
        home.AddMany(12, old, windows: false, prefix: "jenkins-agent");
        home.RemoveKeyPair("contractor-2019");
        home.AddLinux(null, home.CreateKeyPair("sandbox", out _));
        home.CreateKeyPair("marketing", out _);
        home.AddMany(3, null, windows: false, prefix: "managed");
        time.DaysAgo = 0;
        home.LaunchTemplates.Add("jenkins-agents", "contractor-2019");
        var template = home.LaunchTemplates.Add("web-prod", "web");
        template.AddVersion(template.Latest.Data.With(new TemplateData([new("InstanceType", "m7g.large")])));
    }

    private sealed class FleetTime : TimeProvider
    {
        internal int DaysAgo { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - TimeSpan.FromDays(DaysAgo);
    }

    private static void Group(IReadOnlyList<Instance> instances, string group)
    {
        foreach (var instance in instances) instance.Tags.Set("aws:autoscaling:groupName", group);
    }
}
