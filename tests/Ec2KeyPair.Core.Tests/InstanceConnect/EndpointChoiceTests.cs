using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;

namespace Ec2KeyPair.Core.Tests.InstanceConnect;

public sealed class EndpointChoiceTests
{
    private static readonly Ec2Instance Linux = new()
    {
        InstanceId = "i-0123456789abcdef0", VpcId = "vpc-1", SubnetId = "subnet-1", PrivateIpAddress = "10.0.0.7", Ipv6Address = "2001:db8::7",
    };

    [Theory]
    [InlineData(true, false, "10.0.0.7")]
    [InlineData(true, true, "10.0.0.7")]
    [InlineData(false, true, "2001:db8::7")]
    public void TargetOf_EndpointsAddressType_ChoosesTheAddress(bool ipv4, bool ipv6, string expected) =>
        Assert.Equal(expected, EndpointChoice.TargetOf(Linux, Endpoint("eice-1") with { ReachesIpv4 = ipv4, ReachesIpv6 = ipv6 }, 22).Address);

    [Fact]
    public void Best_EndpointThatReachesNoAddress_IsPassedOver()
    {
        var only6 = Endpoint("eice-6") with { SubnetId = "subnet-1", ReachesIpv4 = false, ReachesIpv6 = true };
        var only4 = Endpoint("eice-4");
        Assert.Equal("eice-6", EndpointChoice.Best(Linux, [only4, only6])!.EndpointId);
        Assert.Equal("eice-4", EndpointChoice.Best(Linux with { Ipv6Address = null }, [only6, only4])!.EndpointId);
        Assert.Null(EndpointChoice.Best(Linux with { Ipv6Address = null }, [only6]));
        // FIPS was asked for and it has no such name.
        Assert.Null(EndpointChoice.Best(Linux, [only4 with { DnsName = null }]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3601)]
    [InlineData(-1)]
    public void CheckedDuration_OutOfRange_IsAnError(int seconds) =>
        Assert.Equal(ErrorCondition.ParameterInvalid, Assert.Throws<Ec2KeyPairException>(() => EndpointTarget.CheckedDuration(seconds)).Condition);

    [Theory]
    [InlineData(null, 58 * 60, "2 minutes", "60 minutes")]
    [InlineData(3600, 58 * 60, "2 minutes", "60 minutes")]
    [InlineData(60, 30, "30 s", "60 s")]
    [InlineData(1, 0.5, "0.5 s", "1 s")]
    public async Task WarnInTimeAsync_EachLimit_WarnsBeforeItStrikes(int? limit, double after, string left, string whole)
    {
        var target = EndpointChoice.TargetOf(Linux, Endpoint("eice-1"), 22) with { MaxDurationSeconds = limit };
        var clock = new ManualClock();
        var observer = new Observer();
        var warning = DurationNotice.WarnInTimeAsync(target, observer, clock, default);
        await clock.SomebodyWaitsAsync();
        clock.Pass(TimeSpan.FromSeconds(after - 0.1));
        Assert.Empty(observer.Warnings);
        clock.Pass(TimeSpan.FromSeconds(0.1));
        await warning;
        var text = Assert.Single(observer.Warnings);
        Assert.Contains($"cut in {left}", text);
        Assert.Contains($"for {whole} at most", text);
    }

    [Fact]
    public async Task WarnInTimeAsync_ConnectionThatEndsBefore_SaysNothing()
    {
        using var ended = new CancellationTokenSource();
        var observer = new Observer();
        var warning = DurationNotice.WarnInTimeAsync(EndpointChoice.TargetOf(Linux, Endpoint("eice-1"), 22), observer, new ManualClock(), ended.Token);
        ended.Cancel();
        await warning;
        Assert.Empty(observer.Warnings);
    }

    private static ConnectEndpoint Endpoint(string id) =>
        new() { EndpointId = id, DnsName = id + ".example", VpcId = "vpc-1", SubnetId = "subnet-2", State = "create-complete" };

    private sealed class Observer : ISessionObserver
    {
        internal List<string> Warnings { get; } = [];

        public void Note(string text)
        {
        }

        public void Warn(string text) => Warnings.Add(text);
    }
}
