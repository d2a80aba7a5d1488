using System.Diagnostics;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Store;

/// <summary>The console program that stands beside these tests and uses the same build of the core.</summary>
internal static class CrashChild
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Ec2KeyPair.Core.Crash.dll");

    /// <summary>Starts it with its output redirected; the caller waits for it or kills it.</summary>
    internal static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Host) { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end after these shell commands.</summary>
    internal static ToolResult RunInShell(string before, params string[] arguments) =>
        Tool.Named("sh").Run(["-c", before + "; exec \"$0\" \"$@\"", Host, Program, .. arguments]);

    // The host that runs these tests, or the one on the PATH.
    private static string Host => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>The whole lines it has written; the last one may be cut off by its death.</summary>
    internal static List<string[]> Lines(string output) =>
        output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
}
