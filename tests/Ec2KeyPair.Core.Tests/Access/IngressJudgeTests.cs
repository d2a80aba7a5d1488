using System.Net;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Tests.Access;

public sealed class IngressJudgeTests
{
    private static readonly IPAddress Public = IPAddress.Parse("192.0.2.7");
    private static readonly IPAddress Private = IPAddress.Parse("10.0.0.7");

    [Theory]
    [InlineData("0.0.0.0/0", "10.1.2.3", AccessVerdict.Passed)]
    // Of a private address AWS sees nothing, on the way to a public one.
    [InlineData("10.1.0.0/16", "10.1.2.3", AccessVerdict.Unknown)]
    [InlineData("203.0.113.0/24", "203.0.113.9", AccessVerdict.Passed)]
    // Behind NAT only AWS sees the address.
    [InlineData("203.0.113.0/24", "192.168.1.2", AccessVerdict.Unknown)]
    [InlineData("203.0.113.0/24", "100.64.3.4", AccessVerdict.Unknown)]
    [InlineData("203.0.113.0/24", null, AccessVerdict.Unknown)]
    // A public address of this machine's own is the one that AWS sees.
    [InlineData("203.0.113.0/24", "198.51.100.9", AccessVerdict.Failed)]
    // Unless a group or a prefix list may name it.
    [InlineData("203.0.113.0/24 pl-12345678", "198.51.100.9", AccessVerdict.Unknown)]
    [InlineData("203.0.113.0/24 sg-12345678", "198.51.100.9", AccessVerdict.Unknown)]
    [InlineData("sg-12345678", "10.1.2.3", AccessVerdict.Unknown)]
    [InlineData("::/0", "10.1.2.3", AccessVerdict.Unknown)]
    [InlineData("nonsense", "10.1.2.3", AccessVerdict.Unknown)]
    public void ForThisMachine_RulesForThePort_AreRead(string sources, string? own, AccessVerdict expected)
    {
        var check = IngressJudge.ForThisMachine([Group(22, sources)], 22, Public, own is null ? null : IPAddress.Parse(own));
        Assert.Equal(expected, check.Verdict);
        Assert.Equal(expected == AccessVerdict.Failed, check.Mend is not null);
    }

    [Fact]
    public void ForThisMachine_NoRuleForThePort_IsClosedWithAMend()
    {
        var check = IngressJudge.ForThisMachine([Group(443, "0.0.0.0/0"), Group(80, "0.0.0.0/0")], 22, Public, null);
        Assert.Equal(AccessVerdict.Failed, check.Verdict);
        Assert.Contains("TCP port 22", check.Mend);
    }

    [Fact]
    public void ForThisMachine_Ipv6_ReadsIpv6Ranges()
    {
        var groups = new[] { Group(22, "0.0.0.0/0 2001:db8::/32") };
        Assert.Equal(AccessVerdict.Passed, IngressJudge.ForThisMachine(groups, 22, IPAddress.Parse("2001:db8:1::7"), IPAddress.Parse("2001:db8::1")).Verdict);
        Assert.Equal(AccessVerdict.Failed, IngressJudge.ForThisMachine(groups, 22, IPAddress.Parse("2001:db8:1::7"), IPAddress.Parse("2001:db9::1")).Verdict);
    }

    [Theory]
    [InlineData("sg-endpoint", false, AccessVerdict.Passed)]
    [InlineData("0.0.0.0/0", false, AccessVerdict.Passed)]
    // The VPC, the subnet of both, something that holds the instance alone.
    [InlineData("10.0.0.0/16", false, AccessVerdict.Passed)]
    [InlineData("10.0.0.0/24", false, AccessVerdict.Passed)]
    [InlineData("10.0.0.7/32", false, AccessVerdict.Unknown)]
    [InlineData("10.9.0.0/16", false, AccessVerdict.Unknown)]
    [InlineData("sg-other", false, AccessVerdict.Unknown)]
    // It shows the client's address then, and is a member of its group all the same.
    [InlineData("sg-endpoint", true, AccessVerdict.Passed)]
    [InlineData("10.0.0.0/16", true, AccessVerdict.Unknown)]
    [InlineData("", false, AccessVerdict.Failed)]
    public void ForEndpoint_Rules_AreReadAsTheEndpointIsSeen(string sources, bool preservesClientIp, AccessVerdict expected)
    {
        var endpoint = new ConnectEndpoint { EndpointId = "eice-1", SubnetId = "subnet-1", SecurityGroupIds = ["sg-endpoint"], PreservesClientIp = preservesClientIp };
        var check = IngressJudge.ForEndpoint(sources.Length == 0 ? [Group(80, "0.0.0.0/0")] : [Group(22, sources)], 22, Private, endpoint, "subnet-1");
        Assert.Equal(expected, check.Verdict);
        if (expected == AccessVerdict.Failed) Assert.Contains("sg-endpoint", check.Mend);
    }

    [Theory]
    [InlineData("10.0.0.0/16", AccessVerdict.Passed)]
    [InlineData("10.0.0.0/24", AccessVerdict.Unknown)]
    public void ForEndpoint_InAnotherSubnet_NeedsARangeOfTheVpc(string range, AccessVerdict expected)
    {
        var endpoint = new ConnectEndpoint { EndpointId = "eice-1", SubnetId = "subnet-2", SecurityGroupIds = ["sg-endpoint"] };
        Assert.Equal(expected, IngressJudge.ForEndpoint([Group(22, range)], 22, Private, endpoint, "subnet-1").Verdict);
    }

    [Fact]
    public void ForThisMachine_PrivateTarget_SeesPrivateAddresses() => Assert.Equal(
        AccessVerdict.Passed, IngressJudge.ForThisMachine([Group(22, "10.1.0.0/16")], 22, Private, IPAddress.Parse("10.1.2.3")).Verdict);

    internal static SecurityGroup Group(int port, string sources)
    {
        var all = sources.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new SecurityGroup("sg-instance", [new IngressRule
        {
            Protocol = "tcp",
            FromPort = port,
            ToPort = port,
            Ranges = [.. all.Where(one => !one.StartsWith("sg-", StringComparison.Ordinal) && !one.StartsWith("pl-", StringComparison.Ordinal))],
            GroupIds = [.. all.Where(one => one.StartsWith("sg-", StringComparison.Ordinal))],
            PrefixListIds = [.. all.Where(one => one.StartsWith("pl-", StringComparison.Ordinal))],
        }]);
    }
}
