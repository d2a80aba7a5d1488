using Amazon.EC2;
using Amazon.Runtime;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.AwsEndpoint;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Tests.Adapters;

/// <summary>What the adapters make of what EC2 and Systems Manager answer about Windows instances.</summary>
public sealed class WindowsAdapterTests
{
    private readonly ShiftedTime _time = new();

    [Fact]
    public async Task FindAsync_StoppedAndStarted_TellsTheFirstLaunchToo()
    {
        await using var aws = await StartAsync();
        using var session = Open(aws);
        _time.Shift = TimeSpan.FromDays(-30);
        var win = aws.Fleet.AddWindows("win");
        win.InstanceType = "m7i.large";
        _time.Shift = TimeSpan.Zero;
        using (var client = new AmazonEC2Client(aws.AccessKey, aws.SecretKey, new AmazonEC2Config { ServiceURL = aws.Url, AuthenticationRegion = "us-east-1" }))
        {
            await client.StopInstancesAsync(new() { InstanceIds = [win.Id] });
            await client.StartInstancesAsync(new() { InstanceIds = [win.Id] });
        }

        var found = await new InstanceResolver(session.Ec2("us-east-1").Instances).ResolveAsync(win.Id, default);
        Assert.Equal("m7i.large", found.InstanceType);
        Assert.Equal(DateTime.UtcNow, found.LaunchTime!.Value, TimeSpan.FromHours(1));
        Assert.Equal(DateTime.UtcNow.AddDays(-30), found.FirstLaunchTime!.Value, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task FindLatestAsync_NoLiveConsole_IsNullAndNoError()
    {
        await using var aws = await StartAsync();
        using var session = Open(aws);
        var win = aws.Fleet.AddWindows("win");
        Assert.Contains("Windows is Ready to use", await session.Ec2("us-east-1").LiveConsoles.FindLatestAsync(win.Id, default));
        win.HasLatestConsole = false;
        Assert.Null(await session.Ec2("us-east-1").LiveConsoles.FindLatestAsync(win.Id, default));
    }

    [Fact]
    public async Task StatusAsync_InstancesOfEveryState_TellsAllOfThem()
    {
        await using var aws = await StartAsync();
        using var session = Open(aws);
        var (initializing, stopped) = (aws.Fleet.AddWindows("a"), aws.Fleet.AddWindows("b"));
        initializing.StatusCheck = "initializing";
        stopped.SetState(InstanceState.Stopped);
        aws.Cloud.Settings.PendingDelay = TimeSpan.FromHours(1);
        var pending = aws.Fleet.AddWindows("c");
        aws.Cloud.Settings.PendingDelay = TimeSpan.Zero;
        var reached = aws.Fleet.AddWindows("d");
        var told = await session.BootSignals("us-east-1").StatusAsync([initializing.Id, stopped.Id, pending.Id, reached.Id], default);
        Assert.Equal(
            new[] { $"{initializing.Id} running True", $"{stopped.Id} stopped False", $"{pending.Id} pending False", $"{reached.Id} running False" }.Order(),
            told.Select(signal => $"{signal.InstanceId} {signal.State} {signal.IsInitializing}").Order());
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(
            () => session.BootSignals("us-east-1").StatusAsync([reached.Id, "i-00000000000000000"], default));
        Assert.Equal(ErrorCondition.AwsRequestFailed, error.Condition);
    }

    [Fact]
    public async Task OnlineAsync_MoreThanAPage_TellsAllWhoseAgentIsOnline()
    {
        await using var aws = await StartAsync();
        using var session = Open(aws);
        var fleet = aws.Fleet.AddMany(100, null);
        foreach (var (instance, at) in fleet.Select((instance, at) => (instance, at)))
        {
            instance.SsmAgent = at < 70 ? new SsmAgent() : at < 80 ? new SsmAgent { PingStatus = "ConnectionLost" } : null;
        }

        var online = await session.BootSignals("us-east-1").OnlineAsync(fleet.Select(instance => instance.Id).ToList(), default);
        Assert.Equal(fleet.Take(70).Select(instance => instance.Id).Order(), online.Order());
        Assert.Equal(2, aws.Requests.Count("DescribeInstanceInformation"));
        aws.Faults.Deny("DescribeInstanceInformation");
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => session.BootSignals("us-east-1").OnlineAsync([fleet[0].Id], default));
        Assert.Equal(ErrorCondition.AwsAccessDenied, error.Condition);
        Assert.Contains("ssm:DescribeInstanceInformation", error.Mend);
    }

    private Task<LoopbackAws> StartAsync() => LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = _time });

    private static AwsSession Open(LoopbackAws aws) =>
        AwsSession.Open(new AwsSessionParameters { AccessKey = aws.AccessKey, SecretKey = aws.SecretKey, EndpointUrl = aws.Url });
}
