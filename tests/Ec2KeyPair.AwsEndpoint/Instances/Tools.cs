using System.Diagnostics;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>The programs of this machine that instances are made of, null where they are not installed.</summary>
public static class Tools
{
    public static string? Sshd { get; } = Find("sshd", "/usr/sbin", "/usr/local/sbin", "/sbin", "/opt/homebrew/sbin");

    public static string? Xrdp { get; } = OperatingSystem.IsWindows() ? null : Find("xrdp", "/usr/sbin", "/usr/local/sbin");

    /// <summary>Starts a program as the leader of a process group of its own.</summary>
    internal static string? Setsid { get; } = OperatingSystem.IsWindows() ? null : Find("setsid", "/usr/bin", "/bin");

    public static string? SshKeygen { get; } = Find("ssh-keygen", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");

    internal static void Run(string tool, string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} ended with {process.ExitCode}: {errors}{output.Result}");
        }
    }

    private static string? Find(string name, params string[] usual)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return path.Concat(usual).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
