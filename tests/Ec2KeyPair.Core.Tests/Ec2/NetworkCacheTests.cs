using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Connect.Report;

namespace Ec2KeyPair.Core.Tests.Ec2;

public sealed class NetworkCacheTests
{
    private readonly FakeFleet _aws = new();

    [Fact]
    public async Task FindConnectEndpointsAsync_SameVpcAndGroups_AreAskedForOnce()
    {
        var cache = new NetworkCache(_aws, default);
        foreach (var vpc in new[] { "vpc-1", "vpc-1", "vpc-2" }) await cache.FindConnectEndpointsAsync(vpc, default);
        foreach (var groups in new[] { new[] { "sg-a", "sg-b" }, ["sg-b", "sg-a"], ["sg-a"] }) await cache.FindSecurityGroupsAsync(groups, default);
        Assert.Equal(["endpoints of vpc-1", "endpoints of vpc-2", "groups sg-a,sg-b", "groups sg-a"], _aws.Asked);
    }

    /// <summary>Who gives up waiting takes nothing from the others.</summary>
    [Fact]
    public async Task FindConnectEndpointsAsync_FirstAskerGaveUp_StillAnswersTheSecond()
    {
        var cache = new NetworkCache(_aws, default);
        using var gaveUp = new CancellationTokenSource();
        gaveUp.Cancel();
        Assert.Empty(await cache.FindConnectEndpointsAsync("vpc-1", gaveUp.Token));
        Assert.Empty(await cache.FindConnectEndpointsAsync("vpc-1", default));
    }

    [Fact]
    public async Task FindConnectEndpointsAsync_Refused_IsAskedAgain()
    {
        var cache = new NetworkCache(_aws, default);
        _aws.Fault = new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "not authorized");
        await Assert.ThrowsAsync<Ec2KeyPairException>(() => cache.FindConnectEndpointsAsync("vpc-1", default));
        _aws.Fault = null;
        Assert.Empty(await cache.FindConnectEndpointsAsync("vpc-1", default));
    }
}
