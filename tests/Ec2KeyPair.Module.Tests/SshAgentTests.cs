using System.Diagnostics;
using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

[Collection(EnvironmentScope.Collection)]
public sealed class SshAgentTests
{
    [SkippableTheory]
    [InlineData("Rsa")]
    [InlineData("Ed25519")]
    public async Task ExportEC2KeyPairLocal_ToAgent_HandsTheKeyOver(string type)
    {
        Skip.If(Tool.Find("ssh-agent") is null || Tool.Find("ssh-add") is null || OperatingSystem.IsWindows(), "ssh-agent is not installed");
        await using var module = await AwsModule.StartAsync();
        var socket = Path.Combine(module.Folder, "agent");
        using var agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        try
        {
            agent.StandardOutput.ReadLine(); // Printed when it listens.
            using var environment = new EnvironmentScope { ["SSH_AUTH_SOCK"] = socket };
            var made = module.Run($"New-EC2KeyPairLocal web -KeyType {type} -LocalOnly -StorePath $store").Single();
            Assert.Empty(module.Run("Export-EC2KeyPairLocal web -ToAgent -Lifetime 0:10:00 -StorePath $store").MustSucceed());
            Assert.Contains(Outcome.Text(made, "Fingerprints")!, Tool.Run("ssh-add", "-l"));
            Assert.Equal("web", Tool.Run("ssh-add", "-L").Split(' ')[2]);
        }
        finally
        {
            agent.Kill();
        }
    }

    [Fact]
    public async Task ExportEC2KeyPairLocal_NoAgent_SaysSo()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var module = await AwsModule.StartAsync();
        using var environment = new EnvironmentScope { ["SSH_AUTH_SOCK"] = null };
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        module.Run("Export-EC2KeyPairLocal web -ToAgent -StorePath $store").SingleError("SshAgentUnavailable", ErrorCategory.ResourceUnavailable);
    }
}
