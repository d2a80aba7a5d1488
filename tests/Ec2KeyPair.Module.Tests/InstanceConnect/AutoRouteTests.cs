using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Network;

namespace Ec2KeyPair.Module.Tests.InstanceConnect;

/// <summary>Connect-EC2Instance without -Via. Addresses where nothing listens are loopback ones too: no packet leaves the machine.</summary>
public sealed class AutoRouteTests
{
    private const string Connect = "Connect-EC2Instance @aws -StorePath $store lin -Verbose ";
    private const string Nowhere = "127.99.99.99";

    [SkippableFact]
    public async Task ConnectEC2Instance_PortThatAnswers_GoesStraight()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = await LaunchAsync(module);
        module.Aws.Fleet.Network.AddEndpoint();
        var outcome = module.Run(Connect + $"-Port {ssh.Port} -SshArgument 'true'");
        AssertWay(outcome, "Direct", ssh.Host);
        Assert.Contains(outcome.Verbose, text => text.Contains($"Direct to {ssh.Host}, its public IPv4 address, which answers"));
        Assert.All(
            new[] { "DescribeInstances", "DescribeInstanceInformation", "DescribeInstanceConnectEndpoints", "DescribeSecurityGroups" },
            action => Assert.InRange(module.Aws.Requests.Count(action), 0, 1));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_ClosedGroups_GoesThroughTheEndpoint()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = await LaunchAsync(module);
        var endpoint = module.Aws.Fleet.Network.AddEndpoint();
        Hide(linux);
        endpoint.SecurityGroupIds = [module.Aws.Fleet.Network.AddGroup("endpoint").Id];
        linux.SecurityGroupIds = [module.Aws.Fleet.Network.AddGroup("instance", IngressRule.Tcp(22, endpoint.SecurityGroupIds[0])).Id];
        var outcome = module.Run(Connect + "-Port 22 -SshArgument 'true'");
        AssertWay(outcome, "InstanceConnectEndpoint", null);
        Assert.Contains(outcome.Verbose, text => text.Contains($"by way of {endpoint.Id}") && text.Contains("not Direct: "));
        Assert.Single(module.Aws.Requests.Of("DescribeSecurityGroups"));
        Assert.Single(module.Aws.Requests.Of("DescribeInstanceConnectEndpoints"));
        Assert.Single(module.Aws.Requests.Of("DescribeInstances"));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_NoEndpoint_GoesThroughSessionManager()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = await LaunchAsync(module);
        Hide(linux);
        AssertWay(module.Run(Connect + "-SshArgument 'true'"), "SessionManager", null);
    }

    /// <summary>Looks that are refused or slow count as unknown and say so.</summary>
    [SkippableTheory]
    [InlineData("denied", "not authorized")]
    [InlineData("slow", "AWS did not answer within 1.5 s")]
    public async Task ConnectEC2Instance_LooksThatFail_DoNotStopIt(string what, string told)
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = await LaunchAsync(module);
        Hide(linux);
        foreach (var action in new[] { "DescribeInstanceInformation", "DescribeInstanceConnectEndpoints", "DescribeSecurityGroups" })
        {
            if (what == "denied") module.Aws.Faults.Deny(action);
            else module.Aws.Faults.Delay(action, TimeSpan.FromMinutes(5));
        }

        var outcome = module.Run(Connect + "-SshArgument 'true'");
        AssertWay(outcome, "SessionManager", null);
        Assert.Contains(outcome.Verbose, text => text.Contains("is not known: ") && text.Contains(told));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_NothingOpen_SaysWhyOfEach()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = await LaunchAsync(module);
        Hide(linux);
        linux.SsmAgent = null;
        var error = module.Run(Connect + "-Port 22 -SshArgument 'true'").SingleError("RouteNotFound", ErrorCategory.ConnectionError, linux.Id);
        Assert.Contains($"Direct: {Nowhere} refuses port 22", error.Exception.Message);
        Assert.Contains("InstanceConnectEndpoint: its VPC has no Instance Connect Endpoint", error.Exception.Message);
        Assert.Contains("SessionManager: no agent of it has ever reported", error.Exception.Message);
        foreach (var route in new[] { "Direct: ", "InstanceConnectEndpoint: ", "SessionManager: " }) Assert.Contains(route, error.ErrorDetails.RecommendedAction);
    }

    private static void AssertWay(Outcome outcome, string via, string? address)
    {
        var result = outcome.Single();
        Assert.Equal((via, address, 0), (Outcome.Text(result, "Via"), Outcome.Text(result, "Address"), Outcome.Value(result, "ExitCode")));
    }

    // Its sshd goes on, at an address that EC2 does not know of.
    private static void Hide(LinuxInstance linux)
    {
        linux.PublicIpAddress = Nowhere;
        linux.PrivateIpAddress = Nowhere;
    }

    private static async Task<(LinuxInstance Instance, SshServer Server)> LaunchAsync(AwsModule module)
    {
        Skip.If(!LinuxInstance.HasSshServer || Tool.Find("ssh") is null, "ssh and sshd are not installed");
        Skip.IfNot(OperatingSystem.IsLinux(), "an address of the loopback for each instance");
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 @aws -StorePath $store").Single();
        var linux = module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        linux.SsmAgent = new SsmAgent();
        return (linux, await linux.StartSshServerAsync());
    }
}
