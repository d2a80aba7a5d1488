using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Display;

/// <summary>What takes its time says that it is at work, and at the end that it is not any more.</summary>
public sealed class ProgressTests
{
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_TakesItsTime_HasABarThatEnds()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await AwsModule.StartAsync();
        foreach (var name in new[] { "quick", "slow" }) module.Aws.Fleet.AddLinux(name).SsmAgent = new SsmAgent();
        var seen = Path.Combine(module.Folder, "seen");
        var script = "'slow', 'quick', 'nobody' | Invoke-EC2InstanceCommand @aws -StorePath $store -Command 'until [ -e $args ]; do sleep 0.05; done'".Replace("$args", seen);
        var records = Run(module, script, seen);
        AssertBar(records, "Invoke-EC2InstanceCommand");
        Assert.EndsWith("2 done, 1 failed, 3 given", records[^1].StatusDescription);
    }

    [Fact]
    public async Task TestEC2InstanceAccess_AwsTakesItsTime_HasABarThatEnds()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Faults.Delay("DescribeInstances", TimeSpan.FromSeconds(2));
        var records = Run(module, "Test-EC2InstanceAccess nobody @aws -StorePath $store");
        AssertBar(records, "Test-EC2InstanceAccess");
        Assert.Equal("0 done, 1 failed, 1 given", records[^1].StatusDescription);
    }

    private static void AssertBar(IReadOnlyList<ProgressRecord> records, string activity)
    {
        Assert.All(records.SkipLast(1), record => Assert.Equal(ProgressRecordType.Processing, record.RecordType));
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Equal(activity, records[^1].Activity);
        Assert.Single(records.Select(record => record.ActivityId).Distinct());
    }

    private static IReadOnlyList<ProgressRecord> Run(AwsModule module, string script, string? seen = null)
    {
        using var shell = module.Shell(script);
        var progress = shell.Streams.Progress;
        progress.DataAdded += (_, added) =>
        {
            if (added.Index == 0 && seen is not null) File.WriteAllText(seen, "");
        };
        shell.Invoke();
        return [.. progress];
    }
}
