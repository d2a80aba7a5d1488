using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Network;

namespace Ec2KeyPair.Module.Tests.InstanceConnect;

/// <summary>Test-EC2InstanceAccess. Addresses where nothing listens are loopback ones: no packet leaves the machine.</summary>
public sealed class InstanceAccessTests
{
    private const string Test = "Test-EC2InstanceAccess @aws -StorePath $store ";
    private const string Nowhere = "127.99.99.99";

    [SkippableFact]
    public async Task TestEC2InstanceAccess_EverythingInPlace_PassesEveryCheckAndChangesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        Skip.If(!LinuxInstance.HasSshServer, "sshd is not installed");
        Skip.IfNot(OperatingSystem.IsLinux(), "an address of the loopback for each instance");
        var linux = Launch(module);
        linux.SsmAgent = new SsmAgent();
        module.Aws.Fleet.Network.AddEndpoint();
        var server = await linux.StartSshServerAsync();
        linux.PrivateIpAddress = server.Host;
        var before = Directory.GetFiles(module.Store).Length;
        var outcome = module.Run(Test + $"lin -Port {server.Port}");
        var checks = outcome.MustSucceed();
        Assert.Equal(
            ["State", "StatusChecks", "Address", "SecurityGroup", "Port", "ConnectEndpoint", "Agent", "Route", "Key", "User", "HostKey"],
            checks.Select(check => Outcome.Text(check, "Check")));
        // Its sshd's port is not 22, which is all that an Endpoint carries.
        Assert.All(checks, check => Assert.Equal(Outcome.Text(check, "Check") == "ConnectEndpoint" ? "Failed" : "Passed", Outcome.Text(check, "Verdict")));
        Assert.All(checks, check => Assert.Equal((linux.Id, "lin"), (Outcome.Text(check, "InstanceId"), Outcome.Text(check, "Name"))));
        Assert.Contains("web.pem' is its launch key 'web'", Evidence(checks, "Key"));
        Assert.StartsWith($"-Via Auto takes Direct to port {server.Port}: ", Evidence(checks, "Route"));
        Assert.Matches("its console output tells [1-9] host keys", Evidence(checks, "HostKey"));
        Assert.Equal(before, Directory.GetFiles(module.Store).Length);
        Assert.Equal(0, module.Aws.Requests.Count("SendSSHPublicKey"));
    }

    [Fact]
    public async Task TestEC2InstanceAccess_NothingOpen_SaysWhatToDoOfEach()
    {
        await using var module = await AwsModule.StartAsync();
        var linux = Launch(module);
        var group = module.Aws.Fleet.Network.AddGroup("closed");
        linux.SecurityGroupIds = [group.Id];
        linux.ConsoleText = "login:";
        var checks = module.Run(Test + "lin").MustSucceed();
        Assert.Equal($"no rule of {group.Id} lets it in to TCP port 22", Evidence(checks, "SecurityGroup"));
        Assert.Equal("its VPC has no Instance Connect Endpoint", Evidence(checks, "ConnectEndpoint"));
        Assert.Equal("no agent of it has ever reported to Systems Manager", Evidence(checks, "Agent"));
        Assert.Equal("no way to port 22 is open", Evidence(checks, "Route"));
        foreach (var kind in new[] { "SecurityGroup", "ConnectEndpoint", "Agent", "Route" }) Assert.Equal("Failed", Verdict(checks, kind));
        Assert.All(checks.Where(check => Outcome.Text(check, "Verdict") == "Failed"), check => Assert.EndsWith(".", Outcome.Text(check, "Mend")));
        foreach (var way in new[] { "Direct: ", "InstanceConnectEndpoint: ", "SessionManager: " }) Assert.Contains(way, Outcome.Text(Of(checks, "Route"), "Mend"));
        Assert.Equal(("Unknown", "none is pinned, and its console output shows none"), (Verdict(checks, "HostKey"), Evidence(checks, "HostKey")));
    }

    [Fact]
    public async Task TestEC2InstanceAccess_EndpointOnly_IsTheRoute()
    {
        await using var module = await AwsModule.StartAsync();
        var linux = Launch(module);
        var endpoint = module.Aws.Fleet.Network.AddEndpoint();
        endpoint.SecurityGroupIds = [module.Aws.Fleet.Network.AddGroup("endpoint").Id];
        linux.SecurityGroupIds = [module.Aws.Fleet.Network.AddGroup("instance", IngressRule.Tcp(22, endpoint.SecurityGroupIds[0])).Id];
        var checks = module.Run(Test + "lin").MustSucceed();
        Assert.Equal(("Passed", $"{endpoint.Id} is create-complete"), (Verdict(checks, "ConnectEndpoint"), Evidence(checks, "ConnectEndpoint")));
        Assert.Equal(("Passed", $"they let the endpoint's group {endpoint.SecurityGroupIds[0]} in to port 22; outbound rules of the endpoint's own groups are not looked at"), (Verdict(checks, "EndpointSecurityGroup"), Evidence(checks, "EndpointSecurityGroup")));
        Assert.StartsWith($"-Via Auto takes InstanceConnectEndpoint to port 22: by way of {endpoint.Id}", Evidence(checks, "Route"));
    }

    [Theory]
    [InlineData("stopped", "Start it with Start-EC2Instance.")]
    [InlineData("terminated", null)]
    public async Task TestEC2InstanceAccess_InstanceThatDoesNotRun_SaysThatAndWhatDoesNotDependOnIt(string state, string? mend)
    {
        await using var module = await AwsModule.StartAsync();
        var linux = Launch(module);
        linux.SetState(state == "stopped" ? InstanceState.Stopped : InstanceState.Terminated);
        var checks = module.Run(Test + linux.Id).MustSucceed();
        Assert.Equal(["State", "Key", "User"], checks.Select(check => Outcome.Text(check, "Check")));
        Assert.Equal(("Failed", "it is " + state, mend), (Verdict(checks, "State"), Evidence(checks, "State"), Outcome.Text(checks[0], "Mend")));
    }

    [Fact]
    public async Task TestEC2InstanceAccess_WhatMayNotBeAsked_IsUnknownWithItsMend()
    {
        await using var module = await AwsModule.StartAsync();
        Launch(module);
        var denied = new Dictionary<string, string>
        {
            ["DescribeInstanceStatus"] = "StatusChecks", ["DescribeSecurityGroups"] = "SecurityGroup", ["DescribeInstanceConnectEndpoints"] = "ConnectEndpoint",
            ["DescribeInstanceInformation"] = "Agent", ["DescribeKeyPairs"] = "Key", ["DescribeImages"] = "User", ["GetConsoleOutput"] = "HostKey",
        };
        foreach (var action in denied.Keys) module.Aws.Faults.Deny(action);
        var checks = module.Run(Test + "lin").MustSucceed();
        Assert.All(denied, pair =>
        {
            Assert.Equal("Unknown", Verdict(checks, pair.Value));
            Assert.Contains("not authorized to perform", Evidence(checks, pair.Value));
            Assert.Contains(":" + pair.Key, Outcome.Text(Of(checks, pair.Value), "Mend"));
        });
    }

    [Fact]
    public async Task TestEC2InstanceAccess_Windows_LooksAtRemoteDesktopAndTheFirstPassword()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        var ready = module.Aws.Fleet.AddWindows("ready", module.Aws.Fleet.FindKeyPair("win"));
        var late = module.Aws.Fleet.AddWindows("late", module.Aws.Fleet.FindKeyPair("win"));
        late.PasswordReady = DateTimeOffset.MaxValue;
        var keyless = module.Aws.Fleet.AddWindows("keyless");
        foreach (var one in new[] { ready, late, keyless }) one.PublicIpAddress = one.PrivateIpAddress = Nowhere;
        var checks = module.Run(Test + "ready").MustSucceed();
        Assert.Equal(
            ["State", "StatusChecks", "Address", "SecurityGroup", "Port", "ConnectEndpoint", "Agent", "Route", "Key", "HostKey", "Password"],
            checks.Select(check => Outcome.Text(check, "Check")));
        Assert.Equal($"{Nowhere} refuses port 3389", Evidence(checks, "Port"));
        Assert.Equal(("Passed", $"its console output tells its RDP certificate {ready.RdpCertificateThumbprint}"), (Verdict(checks, "HostKey"), Evidence(checks, "HostKey")));
        Assert.Equal("Passed", Verdict(checks, "Password"));
        Assert.Equal(("Failed", "EC2 has no password for it yet"), (Verdict(checks = module.Run(Test + "late").MustSucceed(), "Password"), Evidence(checks, "Password")));
        Assert.Equal(("Failed", "it was launched without a key pair, so EC2 has no password for it"), (Verdict(checks = module.Run(Test + "keyless").MustSucceed(), "Password"), Evidence(checks, "Password")));
    }

    [Fact]
    public async Task TestEC2InstanceAccess_Fleet_AsksForManyAtOnceAndReportsEachWhole()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 @aws -StorePath $store").Single();
        var fleet = Enumerable.Range(0, 120).Select(_ => module.Aws.Fleet.AddLinux("web", module.Aws.Fleet.FindKeyPair("web"))).ToList();
        foreach (var one in fleet) one.PublicIpAddress = one.PrivateIpAddress = Nowhere;
        module.Set("fleet", fleet.Select(one => one.Id).Append("nobody").ToArray());
        var outcome = module.Run(Test + "-InstanceId $fleet");
        Assert.Equal("InstanceNotFound", Assert.Single(outcome.ErrorIds));
        var ids = outcome.Output.Select(check => Outcome.Text(check, "InstanceId")!).ToList();
        var groups = ids.Where((id, at) => at == 0 || ids[at - 1] != id).ToList();
        Assert.Equal(fleet.Select(one => one.Id).Order(StringComparer.Ordinal), groups.Order(StringComparer.Ordinal));
        Assert.All(
            new Dictionary<string, int> { ["DescribeInstanceInformation"] = 3, ["DescribeInstanceStatus"] = 2, ["DescribeInstanceConnectEndpoints"] = 1, ["DescribeSecurityGroups"] = 1 },
            pair => Assert.Equal(pair.Value, module.Aws.Requests.Count(pair.Key)));
    }

    [Fact]
    public async Task TestEC2InstanceAccess_HostileNames_AreShownHarmless()
    {
        await using var module = await AwsModule.StartAsync();
        var linux = Launch(module);
        // XML carries no others.
        linux.Tags["Name"] = "web\u009b2J\r\nPassed";
        linux.Tags["ec2keypair:ssh-user"] = "\u009d0;x\u009croot";
        var checks = module.Run(Test + linux.Id).MustSucceed();
        Assert.All(checks, check =>
        {
            foreach (var text in new[] { "Name", "Evidence", "Mend" }.Select(property => Outcome.Text(check, property) ?? "")) Assert.DoesNotContain(text, char.IsControl);
        });
    }

    private static LinuxInstance Launch(AwsModule module)
    {
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 @aws -StorePath $store").Single();
        var linux = module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        linux.PublicIpAddress = linux.PrivateIpAddress = Nowhere;
        return linux;
    }

    private static PSObject Of(IReadOnlyList<PSObject> checks, string kind) => Assert.Single(checks, check => Outcome.Text(check, "Check") == kind);

    private static string Evidence(IReadOnlyList<PSObject> checks, string kind) => Outcome.Text(Of(checks, kind), "Evidence")!;

    private static string Verdict(IReadOnlyList<PSObject> checks, string kind) => Outcome.Text(Of(checks, kind), "Verdict")!;
}
