using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Tests.Access;

public sealed class IngressJudgeTests
{
    [Theory]
    [InlineData("0.0.0.0/0", "10.1.2.3", AccessVerdict.Passed)]
    [InlineData("10.1.0.0/16", "10.1.2.3", AccessVerdict.Passed)]
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
        var check = IngressJudge.ForThisMachine([Group(22, sources)], 22, AddressFamily.InterNetwork, own is null ? null : IPAddress.Parse(own));
        Assert.Equal(expected, check.Verdict);
        Assert.Equal(expected == AccessVerdict.Failed, check.Mend is not null);
    }

    [Fact]
    public void ForThisMachine_NoRuleForThePort_IsClosedWithAMend()
    {
        var check = IngressJudge.ForThisMachine([Group(443, "0.0.0.0/0"), Group(80, "0.0.0.0/0")], 22, AddressFamily.InterNetwork, null);
        Assert.Equal(AccessVerdict.Failed, check.Verdict);
        Assert.Contains("TCP port 22", check.Mend);
    }

    [Fact]
    public void ForThisMachine_Ipv6_ReadsIpv6Ranges()
    {
        var groups = new[] { Group(22, "0.0.0.0/0 2001:db8::/32") };
        Assert.Equal(AccessVerdict.Passed, IngressJudge.ForThisMachine(groups, 22, AddressFamily.InterNetworkV6, IPAddress.Parse("2001:db8::1")).Verdict);
        Assert.Equal(AccessVerdict.Failed, IngressJudge.ForThisMachine(groups, 22, AddressFamily.InterNetworkV6, IPAddress.Parse("2001:db9::1")).Verdict);
    }

    [Theory]
    [InlineData("sg-endpoint", false, AccessVerdict.Passed)]
    [InlineData("0.0.0.0/0", false, AccessVerdict.Passed)]
    [InlineData("10.0.0.0/16", false, AccessVerdict.Unknown)]
    [InlineData("sg-other", false, AccessVerdict.Unknown)]
    // It shows the client's address, not its own.
    [InlineData("sg-endpoint", true, AccessVerdict.Unknown)]
    [InlineData("", false, AccessVerdict.Failed)]
    public void ForEndpoint_Rules_AreReadAsTheEndpointIsSeen(string sources, bool preservesClientIp, AccessVerdict expected)
    {
        var endpoint = new ConnectEndpoint { EndpointId = "eice-1", SecurityGroupIds = ["sg-endpoint"], PreservesClientIp = preservesClientIp };
        var check = IngressJudge.ForEndpoint(sources.Length == 0 ? [Group(80, "0.0.0.0/0")] : [Group(22, sources)], 22, AddressFamily.InterNetwork, endpoint);
        Assert.Equal(expected, check.Verdict);
        if (expected == AccessVerdict.Failed) Assert.Contains("sg-endpoint", check.Mend);
    }

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
