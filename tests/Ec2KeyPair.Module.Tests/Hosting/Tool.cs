using System.Diagnostics;

namespace Ec2KeyPair.Module.Tests;

/// <summary>A real tool to compare with; a test that needs a missing one skips by its name.</summary>
internal static class Tool
{
    internal static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .FirstOrDefault(File.Exists);

    /// <summary>Its standard output, when it succeeded.</summary>
    internal static string Run(string name, params string[] arguments)
    {
        var path = Find(name);
        Skip.If(path is null, $"{name} is not installed");
        var (exitCode, output, error) = RunFile(path, arguments);
        Assert.True(exitCode == 0, $"{name} ended with {exitCode}: {error}{output}");
        return output.Trim();
    }

    internal static (int ExitCode, string Output, string Error) RunFile(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SSH_ASKPASS_REQUIRE"] = "never";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
