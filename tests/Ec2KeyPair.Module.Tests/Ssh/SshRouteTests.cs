using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Ssh;

/// <summary>Ways that are chosen, and keys that EC2 Instance Connect lets in. Addresses where nothing listens are loopback ones too: no packet leaves the machine.</summary>
public sealed class SshRouteTests
{
    private const string Invoke = "Invoke-EC2InstanceCommand @aws -StorePath $store -Verbose ";
    private const string Nowhere = "127.99.99.99";

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_NothingAsked_RunsBySessionManagerItself()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = (await SshHosts.LaunchAsync(module))[0];
        linux.SsmAgent = new SsmAgent();
        var result = module.Run(Invoke + "lin-0 'echo hi'").Single();
        Assert.Equal(("SessionManager", null), (Outcome.Text(result, "Via"), Outcome.Value(result, "UserName")));
        Assert.NotNull(Outcome.Value(result, "SessionId"));
        Assert.Equal("AWS-StartNonInteractiveCommand", Assert.Single(module.Aws.Sessions.All).Document);
    }

    [SkippableTheory]
    [InlineData("no agent")]
    [InlineData("silent agent")]
    [InlineData("no permission")]
    public async Task InvokeEC2InstanceCommand_NoSessionToBeHad_GoesOverSsh(string why)
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = (await SshHosts.LaunchAsync(module))[0];
        linux.SsmAgent = why == "no agent" ? null : new SsmAgent { PingStatus = why == "silent agent" ? "ConnectionLost" : "Online" };
        if (why == "no permission") module.Aws.Faults.Deny("StartSession");
        var outcome = module.Run(Invoke + "lin-0 'echo hi'");
        Assert.Equal(("Direct", "hi\n"), (Outcome.Text(outcome.Single(), "Via"), Outcome.Text(outcome.Single(), "StandardOutput")));
        Assert.Contains(outcome.Verbose, text => text.Contains($"{linux.Id}: Direct, its public IPv4 address, which answers"));
    }

    /// <summary>Session Manager's account and SSH's are different ones.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_SomeBySessionAndSomeOverSsh_IsToldOnce()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await SshHosts.LaunchAsync(module, 4);
        hosts[0].Instance.SsmAgent = hosts[1].Instance.SsmAgent = new SsmAgent();
        var outcome = module.Run("'lin-0', 'lin-1', 'lin-2', 'lin-3' | " + Invoke + "-Command 'true'");
        Assert.Equal(4, outcome.MustSucceed().Count);
        var warning = Assert.Single(outcome.Warnings, text => text.Contains("other accounts"));
        Assert.Contains("-UserName", warning);
        Assert.Equal(2, outcome.Verbose.Count(text => text.Contains("ran through Session Manager")));
        Assert.Equal(2, outcome.Verbose.Count(text => text.Contains($"ran over SSH (Direct) as {SshServer.UserName}")));
        Assert.DoesNotContain(module.Run("'lin-0', 'lin-2' | " + Invoke + "-Command 'true' -UserName $args[0]", SshServer.UserName).Warnings, text => text.Contains("other accounts"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_NoWayAtAll_TellsWhatIsWrongWithEach()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = (await SshHosts.LaunchAsync(module))[0];
        linux.PublicIpAddress = linux.PrivateIpAddress = Nowhere;
        linux.SsmAgent = null;
        var error = module.Run(Invoke + "lin-0 'true'").SingleError("RouteNotFound", ErrorCategory.ConnectionError, linux.Id);
        Assert.All(["Direct: ", "InstanceConnectEndpoint: ", "SessionManager: no agent"], text => Assert.Contains(text, error.Exception.Message));
    }

    /// <summary>What a fleet has in common is looked up once.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_Auto_TakesTheWayThatIsOpen()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await SshHosts.LaunchAsync(module, 4);
        module.Aws.Fleet.Network.AddEndpoint();
        var hidden = hosts[3].Instance;
        hidden.PublicIpAddress = hidden.PrivateIpAddress = Nowhere;
        hidden.Tags.Set("ec2keypair:ssh-port", null);
        module.Aws.Requests.Clear();
        var outcome = module.Run("'lin-0', 'lin-1', 'lin-2', 'lin-3' | " + Invoke + "-Command 'echo hi' -UserName $args[0]", SshServer.UserName);
        Assert.Equal(
            ["Direct", "Direct", "Direct", "InstanceConnectEndpoint"],
            outcome.MustSucceed().Select(result => Outcome.Text(result, "Via")!).Order(StringComparer.Ordinal));
        Assert.Single(module.Aws.Requests.Of("DescribeInstances"));
        Assert.Single(module.Aws.Requests.Of("DescribeInstanceConnectEndpoints"));
        Assert.Single(module.Aws.Requests.Of("DescribeSecurityGroups"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_InstanceConnect_LogsInWithAKeyOfItsOwn()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await SshHosts.LaunchAsync(module, 2);
        foreach (var file in Directory.EnumerateFiles(module.Store, "web*")) File.Delete(file);
        var outcome = module.Run(Invoke + "-Via Direct -InstanceConnect lin-0, lin-1 'echo hi'");
        Assert.Equal(2, outcome.MustSucceed().Count);
        Assert.All(hosts, host => Assert.Equal(1, host.Server.PushedKeys.Count));
        Assert.All(module.Aws.Requests.Of("SendSSHPublicKey"), push => Assert.Contains("ssh-ed25519 ", push.Body));
        Assert.Contains(outcome.Verbose, text => text.Contains("which EC2 Instance Connect lets in"));

        hosts[1].Instance.HasInstanceConnect = false;
        var error = module.Run(Invoke + "-Via Direct -InstanceConnect lin-1 'true'").SingleError("LoginRefused", ErrorCategory.AuthenticationError, hosts[1].Instance.Id);
        Assert.Contains("ec2-instance-connect", error.ErrorDetails.RecommendedAction);
        module.Aws.Faults.Deny("SendSSHPublicKey");
        module.Run(Invoke + "-Via Direct -InstanceConnect lin-0 'true'").SingleError("AwsAccessDenied", ErrorCategory.PermissionDenied);
        module.Run(Invoke + "-InstanceConnect -KeyPath x lin-0 'true'").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
    }
}
