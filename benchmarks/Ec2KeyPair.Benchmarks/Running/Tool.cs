using System.Diagnostics;

namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>Programs of others on this machine.</summary>
internal static class Tool
{
    private static readonly Lazy<string?> PythonProgram = new(FindPython);

    /// <summary>The interpreter itself, not a version manager's shim in front of it, which would slow the peer down.</summary>
    internal static string? Python => PythonProgram.Value;

    internal static string? SshKeygen { get; } = Find("ssh-keygen");

    internal static string? Pwsh { get; } = Find("pwsh");

    /// <summary>The AWS CLI; for the same reason the one beside the interpreter, if there is one.</summary>
    internal static string? AwsCli => Python is { } python && Path.Combine(Path.GetDirectoryName(python)!, "aws") is var beside && File.Exists(beside)
        ? beside
        : Find("aws");

    internal static bool PythonHas(params string[] modules) =>
        Python is { } python && Try(python, ["-c", "import " + string.Join(", ", modules)]) is not null;

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0.</exception>
    internal static string Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {error.Result}");
    }

    /// <summary>Runs this very program again as a fresh process in one of its child roles.</summary>
    internal static string RunSelf(params string[] arguments) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? Run(Environment.ProcessPath!, [typeof(Tool).Assembly.Location, .. arguments])
        : Run(Environment.ProcessPath!, arguments);

    internal static string? FindPython() => (Find("python3") ?? Find("python")) is { } shim
        ? Try(shim, ["-c", "import sys; print(sys.executable)"])?.Trim()
        : null;

    private static string? Try(string program, string[] arguments)
    {
        try
        {
            return Run(program, arguments);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    internal static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
        .FirstOrDefault(File.Exists);
}
