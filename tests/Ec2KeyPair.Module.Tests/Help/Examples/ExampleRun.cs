using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>Runs an example from its first command to its last.</summary>
internal static class ExampleRun
{
    /// <summary>Why it can't be run on this machine; null when it can.</summary>
    internal static string? Obstacle(ExampleHelp example)
    {
        if (NeedsSsh(example) && (!LinuxInstance.HasSshServer || Tool.Find("ssh") is null)) return "ssh and sshd are not installed";
        if (NeedsAgent(example) && (OperatingSystem.IsWindows() || Tool.Find("ssh-agent") is null)) return "ssh-agent is not installed";
        if (example.Text.Contains("Invoke-EC2InstanceCommand", StringComparison.Ordinal) && OperatingSystem.IsWindows()) return "there is no sh";
        return null;
    }

    /// <summary>What each step showed.</summary>
    internal static async Task<IReadOnlyList<IReadOnlyList<string>>> RunAsync(ExampleHelp example)
    {
        await using var world = await ExampleWorld.StartAsync(NeedsSsh(example), NeedsAgent(example));
        return [.. ExampleStep.Of(example).Select(step => world.Type(step.Command))];
    }

    internal static bool NeedsATerminal(ExampleHelp example) => example.Title.EndsWith(ExampleStep.AtATerminal, StringComparison.Ordinal);

    /// <summary>True when an ssh-agent has to run, which is told by the environment of the process.</summary>
    internal static bool NeedsAgent(ExampleHelp example) => example.Text.Contains("-ToAgent", StringComparison.Ordinal);

    private static bool NeedsSsh(ExampleHelp example) => !NeedsATerminal(example) && example.Text.Contains("Connect-EC2Instance", StringComparison.Ordinal);
}
