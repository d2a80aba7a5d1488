using System.Diagnostics;
using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests.Ssh;

[Collection(EnvironmentScope.Collection)]
public sealed class SshAgentLoginTests
{
    [SkippableTheory]
    [InlineData("Rsa")]
    [InlineData("Ed25519")]
    public async Task InvokeEC2InstanceCommand_KeyInTheAgentOnly_LogsIn(string type)
    {
        Skip.If(Tool.Find("ssh-agent") is null || OperatingSystem.IsWindows(), "ssh-agent is not installed");
        await using var module = await AwsModule.StartAsync();
        var socket = Path.Combine(module.Folder, "agent");
        using var agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        try
        {
            agent.StandardOutput.ReadLine(); // Printed when it listens.
            using var environment = new EnvironmentScope { ["SSH_AUTH_SOCK"] = socket };
            var (linux, _) = (await SshHosts.LaunchAsync(module, keyType: type))[0];
            const string invoke = "Invoke-EC2InstanceCommand @aws -StorePath $store -Via Direct lin-0 'true' -Verbose";
            module.Run("Export-EC2KeyPairLocal web -ToAgent -StorePath $store; New-EC2KeyPairLocal other -KeyType Ed25519 -LocalOnly -StorePath $store; Export-EC2KeyPairLocal other -ToAgent -StorePath $store").MustSucceed();

            // Encrypted in the store: the agent signs, and nobody is asked.
            module.Set("secret", AwsModule.Secure("correct horse battery"));
            module.Run("Protect-EC2KeyPairLocal web -NewPassphrase $secret -StorePath $store").MustSucceed();
            Assert.Equal(0, Outcome.Value(module.Run(invoke).Single(), "ExitCode"));

            // Not in the store at all.
            module.Run("Remove-EC2KeyPairLocal web -Force -Confirm:$false @aws -StorePath $store").MustSucceed();
            var outcome = module.Run(invoke);
            Assert.Equal(0, Outcome.Value(outcome.Single(), "ExitCode"));
            Assert.Contains(outcome.Verbose, text => text.Contains("the ssh-agent holds its launch key 'web'"));

            environment["SSH_AUTH_SOCK"] = null;
            module.Run(invoke).SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, linux.Id);
        }
        finally
        {
            agent.Kill();
        }
    }

    /// <summary>sshd counts every key that it refuses, and each algorithm of it; the sixth is one too many.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_ManyRsaKeysInTheAgent_TheRightOneIsReachedInTime()
    {
        Skip.If(Tool.Find("ssh-agent") is null || OperatingSystem.IsWindows(), "ssh-agent is not installed");
        await using var module = await AwsModule.StartAsync();
        var socket = Path.Combine(module.Folder, "agent");
        using var agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        try
        {
            agent.StandardOutput.ReadLine(); // Printed when it listens.
            using var environment = new EnvironmentScope { ["SSH_AUTH_SOCK"] = socket };
            await SshHosts.LaunchAsync(module, keyType: "Rsa");
            module.Run(
                "'k1', 'k2', 'k3', 'k4' | ForEach-Object { $null = New-EC2KeyPairLocal $_ -LocalOnly -StorePath $store }; 'k1', 'k2', 'k3', 'k4', 'web' | ForEach-Object { Export-EC2KeyPairLocal $_ -ToAgent -StorePath $store }; "
                + "'k1', 'k2', 'k3', 'k4' | ForEach-Object { Remove-EC2KeyPairLocal $_ -Force -Confirm:$false -StorePath $store }; Remove-EC2KeyPairLocal web -Force -Confirm:$false @aws -StorePath $store").MustSucceed();
            module.Aws.Faults.Deny("DescribeKeyPairs"); // So nobody tells which of them it is.
            Assert.Equal(0, Outcome.Value(module.Run("Invoke-EC2InstanceCommand @aws -StorePath $store -Via Direct lin-0 'true'").Single(), "ExitCode"));
        }
        finally
        {
            agent.Kill();
        }
    }
}
