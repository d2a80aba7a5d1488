using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>Runs an example from its first command to its last.</summary>
internal static class ExampleRun
{
    /// <summary>What each step showed.</summary>
    internal static async Task<IReadOnlyList<IReadOnlyList<string>>> RunAsync(ExampleHelp example)
    {
        await using var world = await ExampleWorld.StartAsync(ExampleNeeds.Of(example));
        return [.. ExampleStep.Of(example).Select(step => world.Type(step.Command))];
    }
}
