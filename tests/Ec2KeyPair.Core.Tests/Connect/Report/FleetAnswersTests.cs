using Ec2KeyPair.Core.Connect.Report;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Connect.Report;

public sealed class FleetAnswersTests
{
    private readonly FakeFleet _aws = new();

    [Fact]
    public async Task FindAsync_ManyInstances_AreAskedForTogether()
    {
        var answers = Open();
        var ids = Enumerable.Range(0, 120).Select(i => $"i-{i}").ToList();
        answers.Begin(ids);
        foreach (var id in ids)
        {
            Assert.Equal(id, (await answers.FindAsync(id, default))?.InstanceId);
            Assert.Equal(id, Assert.Single(await ((IInstanceHealthApi)answers).FindAsync([id], default)).InstanceId);
        }

        Assert.Equal(["100 statuses", "20 agents", "20 statuses", "50 agents", "50 agents"], _aws.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FindAsync_OneThatWasNotBegun_IsAskedForAlone()
    {
        Assert.NotNull(await Open().FindAsync("i-1", default));
        Assert.Equal(["agent of i-1"], _aws.Asked);
    }

    [Fact]
    public async Task FindConnectEndpointsAsync_SameVpcAndGroups_AreAskedForOnce()
    {
        var answers = Open();
        foreach (var vpc in new[] { "vpc-1", "vpc-1", "vpc-2" }) await answers.FindConnectEndpointsAsync(vpc, default);
        foreach (var groups in new[] { new[] { "sg-a", "sg-b" }, ["sg-b", "sg-a"], ["sg-a"] }) await answers.FindSecurityGroupsAsync(groups, default);
        Assert.Equal(["endpoints of vpc-1", "endpoints of vpc-2", "groups sg-a,sg-b", "groups sg-a"], _aws.Asked);
    }

    /// <summary>Who gives up waiting takes nothing from the others.</summary>
    [Fact]
    public async Task FindConnectEndpointsAsync_FirstAskerGaveUp_StillAnswersTheSecond()
    {
        var answers = Open();
        using var gaveUp = new CancellationTokenSource();
        gaveUp.Cancel();
        Assert.Empty(await answers.FindConnectEndpointsAsync("vpc-1", gaveUp.Token));
        Assert.Empty(await answers.FindConnectEndpointsAsync("vpc-1", default));
    }

    [Fact]
    public async Task FindAsync_RequestForManyRefused_IsThatForEach()
    {
        _aws.Fault = new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "not authorized");
        var answers = Open();
        answers.Begin(["i-1", "i-2"]);
        foreach (var id in new[] { "i-1", "i-2" })
        {
            Assert.Equal(ErrorCondition.AwsAccessDenied, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => answers.FindAsync(id, default))).Condition);
        }
    }

    private FleetAnswers Open() => new(_aws, _aws, _aws, default);
}
