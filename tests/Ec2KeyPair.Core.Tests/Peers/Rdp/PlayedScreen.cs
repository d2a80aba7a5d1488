using System.Diagnostics;

namespace Ec2KeyPair.Core.Tests.Peers.Rdp;

/// <summary>An X server without a screen (Xvfb) on a display that was free.</summary>
internal sealed class PlayedScreen : IDisposable
{
    private readonly Process _process;

    private PlayedScreen(Process process, string display)
    {
        _process = process;
        Display = display;
    }

    internal static string? Program { get; } = Find("Xvfb");

    /// <summary>For DISPLAY.</summary>
    internal string Display { get; }

    internal static async Task<PlayedScreen> StartAsync()
    {
        // It says which display it took when that can be used.
        var start = new ProcessStartInfo(Program!, ["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var number = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Xvfb does not start.");
        return new PlayedScreen(process, ":" + number);
    }

    /// <summary>Full path of a program; servers often stand where only root looks.</summary>
    internal static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"])
        .Where(Path.IsPathRooted)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
