using System.Diagnostics;

namespace Ec2KeyPair.Module.Tests.Repair;

/// <summary>A repair in a process of its own, which is there to be killed.</summary>
internal static class KilledRepair
{
    /// <summary>What the process does.</summary>
    internal static void Run(string url, string accessKey, string secretKey, string store, string method)
    {
        using var engine = new ModuleRunspace();
        engine.Invoke(
            "Repair-EC2InstanceAccess lost-1 -Region us-east-1 -AccessKey $args[0] -SecretKey $args[1] -EndpointUrl $args[2] -StorePath $args[3] -Method $args[4] -NewKey fresh -Confirm:$false",
            accessKey,
            secretKey,
            url,
            store,
            method);
    }

    /// <summary>Starts it.</summary>
    internal static Process Start(AwsModule module, string method) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!,
        ["exec", typeof(KilledRepair).Assembly.Location, nameof(KilledRepair), module.Aws.Url, module.Aws.AccessKey, module.Aws.SecretKey, module.Store, method])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;
}
