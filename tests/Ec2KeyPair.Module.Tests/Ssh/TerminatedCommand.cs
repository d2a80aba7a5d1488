using System.Diagnostics;

namespace Ec2KeyPair.Module.Tests.Ssh;

/// <summary>A process of its own that runs a command on lin-0, to be told to end.</summary>
internal static class TerminatedCommand
{
    internal static Process Start(AwsModule module, string via, string command)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList =
            {
                "exec", typeof(TerminatedCommand).Assembly.Location, nameof(TerminatedCommand), module.Aws.Url, module.Aws.AccessKey, module.Aws.SecretKey, module.Store, via, command,
            },
        };
        return Process.Start(start)!;
    }

    internal static void Run(string[] arguments)
    {
        using var engine = new ModuleRunspace();
        engine.Invoke(
            "$null = Invoke-EC2InstanceCommand lin-0 $args[5] -Via $args[4] -Region us-east-1 -EndpointUrl $args[0] -AccessKey $args[1] -SecretKey $args[2] -StorePath $args[3]",
            [.. arguments]);
    }
}
