using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Connect.Report;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.InstanceConnect;

namespace Ec2KeyPair.Core.Tests.Connect.Report;

public sealed class AccessReporterTests
{
    private static readonly Ec2Instance Running = new() { InstanceId = "i-1", State = "running" };

    [Fact]
    public async Task LookAsync_RunningInstance_ReportsInOrder()
    {
        var checks = await new AccessReporter([new Fixed(AccessCheckKind.Port, true), new Fixed(AccessCheckKind.Key, false)]).LookAsync(Running, default);
        Assert.Equal([AccessCheckKind.State, AccessCheckKind.Port, AccessCheckKind.Key], checks.Select(check => check.Kind));
        Assert.Equal((AccessVerdict.Passed, "it is running"), (checks[0].Verdict, checks[0].Evidence));
    }

    [Fact]
    public async Task LookAsync_StoppedInstance_LeavesOutWhatNeedsItRunning()
    {
        var checks = await new AccessReporter([new Fixed(AccessCheckKind.Port, true), new Fixed(AccessCheckKind.Key, false)])
            .LookAsync(Running with { State = "stopped" }, default);
        Assert.Equal([AccessCheckKind.State, AccessCheckKind.Key], checks.Select(check => check.Kind));
        Assert.Equal((AccessVerdict.Failed, "Start it with Start-EC2Instance."), (checks[0].Verdict, checks[0].Mend));
    }

    [Theory]
    [InlineData("ok", "ok", AccessVerdict.Passed, false)]
    [InlineData("not-applicable", "ok", AccessVerdict.Passed, false)]
    [InlineData("ok", "impaired", AccessVerdict.Failed, true)]
    [InlineData("impaired", "initializing", AccessVerdict.Failed, true)]
    [InlineData("ok", "initializing", AccessVerdict.Unknown, true)]
    [InlineData("insufficient-data", "ok", AccessVerdict.Unknown, false)]
    [InlineData("", "", AccessVerdict.Unknown, false)]
    public async Task HealthCheck_WhatEc2Says_IsTheVerdict(string system, string instance, AccessVerdict verdict, bool hasMend)
    {
        var aws = new FakeFleet { Health = id => new InstanceHealth(id, system, instance) };
        var check = Assert.Single(await new HealthCheck(aws, new ManualClock()).LookAsync(Running, default));
        Assert.Equal((AccessCheckKind.StatusChecks, verdict, hasMend), (check.Kind, check.Verdict, check.Mend is not null));
    }

    [Fact]
    public async Task HealthCheck_Denied_IsUnknownWithTheMend()
    {
        var aws = new FakeFleet { Fault = new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "Not authorized.", mend: "Allow it.") };
        var check = Assert.Single(await new HealthCheck(aws, new ManualClock()).LookAsync(Running, default));
        Assert.Equal(new AccessCheck(AccessCheckKind.StatusChecks, AccessVerdict.Unknown, "its status checks are not known: Not authorized", "Allow it."), check);
    }

    private sealed class Fixed(AccessCheckKind kind, bool needsRunning) : IInstanceCheck
    {
        public bool NeedsRunning => needsRunning;

        public Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<AccessCheck>>([new(kind, AccessVerdict.Passed, "x")]);
    }
}
