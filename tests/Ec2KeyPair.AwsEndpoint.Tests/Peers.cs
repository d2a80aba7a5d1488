using System.Diagnostics;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>Programs of others on this machine.</summary>
internal static class Peers
{
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
        .FirstOrDefault(File.Exists);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string tool, Dictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(tool)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(tool + " does not end.");
        }

        return (process.ExitCode, await output, await error);
    }

    public static Dictionary<string, string> EnvironmentFor(LoopbackAws aws) => new()
    {
        ["AWS_ENDPOINT_URL"] = aws.Url,
        ["AWS_ACCESS_KEY_ID"] = aws.AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = aws.SecretKey,
        ["AWS_SESSION_TOKEN"] = "",
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_CONFIG_FILE"] = Path.DirectorySeparatorChar == '/' ? "/dev/null" : "NUL",
        ["AWS_SHARED_CREDENTIALS_FILE"] = Path.DirectorySeparatorChar == '/' ? "/dev/null" : "NUL",
        ["AWS_PAGER"] = "",
        ["NO_PROXY"] = "127.0.0.1",
    };
}
