using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Tests.Access;
using Ec2KeyPair.Core.Tests.InstanceConnect;

namespace Ec2KeyPair.Core.Tests.Connect.Routes;

public sealed class RouteSelectorTests
{
    private static readonly Ec2KeyPairException Denied = new(ErrorCondition.AwsAccessDenied, "not authorized", mend: "The caller needs the permission.");
    private readonly FakeSurroundings _around = new();
    private readonly ManualClock _clock = new();

    private static Ec2Instance Linux { get; } = new()
    {
        InstanceId = "i-0123456789abcdef0",
        State = "running",
        VpcId = "vpc-1",
        SubnetId = "subnet-1",
        SecurityGroupIds = ["sg-instance"],
        PublicIpAddress = "203.0.113.7",
        PrivateIpAddress = "10.0.0.7",
    };

    [Fact]
    public async Task SelectAsync_PublicPortAnswers_IsDirectWithoutWaitingForAws()
    {
        _around.Answers["203.0.113.7"] = PortAnswer.Open;
        var route = await SelectAsync();
        Assert.Equal((ConnectionRoute.Direct, "203.0.113.7"), (route.Kind, route.Address));
        Assert.Contains(route.Checks, check => check is { Kind: AccessCheckKind.Port, Verdict: AccessVerdict.Passed });
        // Each was asked once, side by side.
        Assert.Equal(["10.0.0.7:22", "203.0.113.7:22", "agent", "endpoints", "groups"], _around.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SelectAsync_PrivateAddressAnswers_IsTheLastResort()
    {
        // Another machine may have it, in the network around this one.
        _around.Endpoints = Known<ConnectEndpoint>();
        _around.Agent = () => Task.FromResult<ManagedInstance?>(null);
        _around.Groups = Known(IngressJudgeTests.Group(22, "0.0.0.0/0"));
        _around.Answers["10.0.0.7"] = PortAnswer.Open;
        var selecting = SelectAsync();
        await _clock.SomebodyWaitsAsync();
        Assert.False(selecting.IsCompleted);
        _clock.Pass(LookPatience.Quick.Port);
        Assert.Equal((ConnectionRoute.Direct, "10.0.0.7"), (await selecting) is var route ? (route.Kind, route.Address) : default);
    }

    [Fact]
    public async Task SelectAsync_PrivateAddressAnswersAndAgentIsOnline_GoesThroughTheAgent()
    {
        _around.Endpoints = Known<ConnectEndpoint>();
        _around.Agent = Online;
        _around.Groups = Known(IngressJudgeTests.Group(22, "198.51.100.0/24"));
        _around.Answers["203.0.113.7"] = PortAnswer.Refused;
        _around.Answers["10.0.0.7"] = PortAnswer.Open;
        var route = await SelectAsync();
        Assert.Equal(ConnectionRoute.SessionManager, route.Kind);
        Assert.Contains("not Direct: its private address answers, and in this machine's network another may have it", route.Reason);
    }

    [Fact]
    public async Task SelectAsync_EndpointThatMayNotGetThrough_StandsBehindTheAgent()
    {
        _around.Groups = Known(IngressJudgeTests.Group(22, "203.0.113.0/24"));
        _around.Endpoints = Known(Endpoint);
        _around.Answers["203.0.113.7"] = _around.Answers["10.0.0.7"] = PortAnswer.Refused;
        _around.Agent = Online;
        Assert.Equal(ConnectionRoute.SessionManager, (await SelectAsync()).Kind);
        _around.Agent = () => Task.FromResult<ManagedInstance?>(null);
        Assert.Equal(ConnectionRoute.InstanceConnectEndpoint, (await SelectAsync()).Kind);
    }

    /// <summary>Two seconds are for choosing among open ways; that there is none is worth waiting for.</summary>
    [Fact]
    public async Task SelectAsync_NothingOpenInAHurry_LooksAgainWithPatience()
    {
        _around.Groups = Known(IngressJudgeTests.Group(443, "0.0.0.0/0"));
        _around.Agent = () => Task.FromResult<ManagedInstance?>(null);
        var slow = new TaskCompletionSource<IReadOnlyList<ConnectEndpoint>>();
        _around.Endpoints = () => slow.Task;
        var selecting = SelectAsync();
        await _clock.SomebodyWaitsAsync();
        _clock.Pass(LookPatience.Quick.Aws);
        await _clock.SomebodyWaitsAsync();
        Assert.False(selecting.IsCompleted);
        slow.SetResult([]);
        Assert.Equal(ErrorCondition.RouteNotFound, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => selecting)).Condition);
        Assert.Equal(2, _around.Asked.Count(asked => asked == "endpoints"));
    }

    [Fact]
    public async Task SelectAsync_DirectAskedForWithTwoAddresses_TakesTheOneThatAnswers()
    {
        _around.Answers["203.0.113.7"] = PortAnswer.Refused;
        _around.Answers["10.0.0.7"] = PortAnswer.Open;
        Assert.Equal("10.0.0.7", (await Selector().SelectAsync(Linux, ConnectionRoute.Direct, 22, default)).Address);
        _around.Answers["10.0.0.7"] = PortAnswer.Refused;
        Assert.Equal("203.0.113.7", (await Selector().SelectAsync(Linux, ConnectionRoute.Direct, 22, default)).Address);
    }

    [Fact]
    public async Task SelectAsync_NoRuleForThePort_WaitsForNoPort()
    {
        _around.Groups = Known(IngressJudgeTests.Group(443, "0.0.0.0/0"));
        _around.Endpoints = Known<ConnectEndpoint>();
        _around.Agent = Online;
        var route = await SelectAsync();
        Assert.Equal(ConnectionRoute.SessionManager, route.Kind);
        Assert.Contains("not Direct: no rule of sg-instance", route.Reason);
        Assert.Contains("not InstanceConnectEndpoint: its VPC has no Instance Connect Endpoint", route.Reason);
    }

    [Fact]
    public async Task SelectAsync_SilentPort_GoesThroughTheEndpoint()
    {
        _around.Groups = Known(IngressJudgeTests.Group(22, "203.0.113.0/24 sg-endpoint"));
        _around.Endpoints = Known(Endpoint);
        _around.Agent = Online;
        var selecting = SelectAsync();
        await _clock.SomebodyWaitsAsync();
        _clock.Pass(LookPatience.Quick.Port);
        var route = await selecting;
        Assert.Equal((ConnectionRoute.InstanceConnectEndpoint, "127.0.0.1", "eice-1", "10.0.0.7"), (route.Kind, route.Address, route.Endpoint!.EndpointId, route.Endpoint.Address));
        Assert.Null(route.InstanceAddress);
        Assert.Contains("not Direct: 203.0.113.7 does not answer on port 22", route.Reason);
    }

    [Fact]
    public async Task SelectAsync_EverythingSlow_DecidesInUnderTwoSecondsAndSaysSo()
    {
        var began = _clock.UtcNow;
        var selecting = SelectAsync();
        for (var i = 0; i < 4; i++) await _clock.SomebodyWaitsAsync();
        _clock.Pass(LookPatience.Quick.Port);
        _clock.Pass(LookPatience.Quick.Aws - LookPatience.Quick.Port);
        var route = await selecting;
        Assert.InRange(_clock.UtcNow - began, TimeSpan.Zero, TimeSpan.FromSeconds(1.9));
        // Nothing is known of the agent, and it is the one way that needs nothing else known.
        Assert.Equal(ConnectionRoute.SessionManager, route.Kind);
        Assert.Contains("whether its agent is online is not known: AWS did not answer within 1.5 s", route.Reason);
    }

    [Fact]
    public async Task SelectAsync_LooksDenied_LetThePortDecide()
    {
        _around.Groups = Refused<IReadOnlyList<SecurityGroup>>;
        _around.Endpoints = Refused<IReadOnlyList<ConnectEndpoint>>;
        _around.Agent = Refused<ManagedInstance?>;
        _around.Answers["203.0.113.7"] = PortAnswer.Open;
        Assert.Equal(ConnectionRoute.Direct, (await SelectAsync()).Kind);
        _around.Answers["203.0.113.7"] = _around.Answers["10.0.0.7"] = PortAnswer.Refused;
        var route = await SelectAsync();
        Assert.Equal(ConnectionRoute.SessionManager, route.Kind);
        Assert.Contains("not authorized", route.Reason);
    }

    [Fact]
    public async Task SelectAsync_NothingOpen_SaysWhyOfEachWithItsMend()
    {
        _around.Groups = Known(IngressJudgeTests.Group(443, "0.0.0.0/0"));
        _around.Endpoints = Known(Endpoint with { State = "create-failed" });
        _around.Agent = () => Task.FromResult<ManagedInstance?>(null);
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => SelectAsync());
        Assert.Equal((ErrorCondition.RouteNotFound, "i-0123456789abcdef0"), (error.Condition, error.Subject));
        Assert.Contains("Direct: no rule of sg-instance", error.Message);
        Assert.Contains("InstanceConnectEndpoint: no Instance Connect Endpoint of its VPC can be used for it: eice-1 is create-failed", error.Message);
        Assert.Contains("SessionManager: no agent of it has ever reported", error.Message);
        Assert.Contains("Direct: Let your address in to TCP port 22", error.Mend);
        Assert.Contains("InstanceConnectEndpoint: Create one", error.Mend);
        Assert.Contains("SessionManager: Give it an instance profile", error.Mend);
    }

    [Theory]
    [InlineData("3.3.0.0", true, ConnectionRoute.SessionManager)]
    [InlineData("3.3.0.0", false, null)]
    [InlineData("2.3.100.0", true, null)]
    public async Task SelectAsync_NoAddressAndNoEndpoint_DependsOnTheAgent(string version, bool isOnline, ConnectionRoute? expected)
    {
        _around.Groups = Known<SecurityGroup>();
        _around.Endpoints = Known<ConnectEndpoint>();
        _around.Agent = () => Task.FromResult<ManagedInstance?>(Managed(version, isOnline));
        var instance = Linux with { PublicIpAddress = null, PrivateIpAddress = null };
        if (expected is { } kind) Assert.Equal(kind, (await SelectAsync(instance)).Kind);
        else Assert.Equal(ErrorCondition.RouteNotFound, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => SelectAsync(instance))).Condition);
    }

    [Fact]
    public async Task SelectAsync_PortThatEndpointsDoNotCarry_PassesThemOver()
    {
        _around.Groups = Known(IngressJudgeTests.Group(443, "0.0.0.0/0"));
        _around.Endpoints = Known(Endpoint);
        _around.Agent = Online;
        var route = await Selector().SelectAsync(Linux, ConnectionRoute.Auto, 2222, default);
        Assert.Equal(ConnectionRoute.SessionManager, route.Kind);
        Assert.Contains("carries ports 22 and 3389 only, not 2222", route.Reason);
    }

    [Fact]
    public async Task SelectAsync_WayThatWasAskedFor_TriesNothing()
    {
        _around.Endpoints = Known(Endpoint);
        Assert.Equal("203.0.113.7", (await Selector().SelectAsync(Linux with { PrivateIpAddress = null }, ConnectionRoute.Direct, 22, default)).Address);
        Assert.Equal(ConnectionRoute.SessionManager, (await Selector().SelectAsync(Linux, ConnectionRoute.SessionManager, 22, default)).Kind);
        Assert.Empty(_around.Asked);
        Assert.Equal("eice-1", (await Selector().SelectAsync(Linux, ConnectionRoute.InstanceConnectEndpoint, 22, default)).Endpoint!.EndpointId);
        Assert.Equal(["endpoints"], _around.Asked);
        var nowhere = Linux with { PublicIpAddress = null, PrivateIpAddress = "" };
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Selector().SelectAsync(nowhere, ConnectionRoute.Direct, 22, default));
        Assert.Equal(ErrorCondition.AddressNotFound, error.Condition);
    }

    [Fact]
    public async Task SelectAsync_StoppedInstance_AsksNobody()
    {
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => SelectAsync(Linux with { State = "stopped" }));
        Assert.Equal(ErrorCondition.InstanceNotRunning, error.Condition);
        Assert.Empty(_around.Asked);
    }

    [Fact]
    public async Task SelectAsync_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var selecting = Selector().SelectAsync(Linux, ConnectionRoute.Auto, 22, stop.Token);
        await _clock.SomebodyWaitsAsync();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => selecting);
    }

    private static ConnectEndpoint Endpoint { get; } = new()
    {
        EndpointId = "eice-1", DnsName = "eice-1.example", VpcId = "vpc-1", SubnetId = "subnet-1", State = "create-complete", SecurityGroupIds = ["sg-endpoint"],
    };

    private static Task<ManagedInstance?> Online() => Task.FromResult<ManagedInstance?>(Managed("3.3.0.0", true));

    private static ManagedInstance Managed(string version, bool isOnline) => new("i-0123456789abcdef0", isOnline, version, null, false, null);

    private static Func<Task<IReadOnlyList<T>>> Known<T>(params T[] all) => () => Task.FromResult<IReadOnlyList<T>>(all);

    private static Task<T> Refused<T>() => Task.FromException<T>(Denied);

    private RouteSelector Selector() => new(_around, _around, _around, _clock);

    private Task<RouteAnswer> SelectAsync(Ec2Instance? instance = null) => Selector().SelectAsync(instance ?? Linux, ConnectionRoute.Auto, 22, default);
}
