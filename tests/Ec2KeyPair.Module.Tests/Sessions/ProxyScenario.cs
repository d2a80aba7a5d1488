using System.Diagnostics;

namespace Ec2KeyPair.Module.Tests.Sessions;

/// <summary>Connect-EC2Instance -AsProxy in a process of its own, credentials in the environment as ssh would hand them on.</summary>
internal static class ProxyScenario
{
    private const string AccessKey = "EC2KEYPAIR_PROXY_ACCESS_KEY", SecretKey = "EC2KEYPAIR_PROXY_SECRET_KEY";

    internal static Process Start(AwsModule module, string instanceId)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["exec", typeof(ProxyScenario).Assembly.Location, nameof(ProxyScenario), instanceId, module.Aws.Url])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Under names of our own: a process of these tests drops what it inherits of AWS's.
        start.Environment[AccessKey] = module.Aws.AccessKey;
        start.Environment[SecretKey] = module.Aws.SecretKey;
        return Process.Start(start)!;
    }

    /// <summary>What the process does.</summary>
    internal static void Run(string instanceId, string url)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", Environment.GetEnvironmentVariable(AccessKey));
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Environment.GetEnvironmentVariable(SecretKey));
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
        using var runspace = new ModuleRunspace();
        runspace.Invoke("Connect-EC2Instance $args[0] -Via SessionManager -AsProxy -EndpointUrl $args[1]", instanceId, url);
    }
}
