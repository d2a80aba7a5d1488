namespace Ec2KeyPair.Module.Tests;

/// <summary>Runs a scenario of this assembly in a process of its own, where nothing has been loaded yet.</summary>
internal static class FreshProcess
{
    /// <summary>The lines that the scenario printed.</summary>
    internal static IReadOnlyList<string> Run(string scenario, params string[] arguments)
    {
        var (exitCode, output, error) = Tool.RunFile(
            Environment.ProcessPath!, ["exec", typeof(FreshProcess).Assembly.Location, scenario, .. arguments]);
        Assert.True(exitCode == 0, $"{scenario} ended with {exitCode}: {error}{output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
