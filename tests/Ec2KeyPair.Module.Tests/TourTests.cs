using System.Diagnostics;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests;

/// <summary>The tour as a reader runs it, but without a terminal.</summary>
public sealed class TourTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Tour_NoTerminal_DoesEveryStep()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = await RunAsync(folder);

        Assert.True(exitCode == 0, output + errors);
        Assert.Empty(errors);
        var lines = output.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        Assert.Contains("PS> Import-Module ./Ec2KeyPair.psd1", lines);
        Assert.Contains("PS> New-EC2KeyPairLocal web -LocalOnly", lines);
        Assert.Contains("[ok] EC2 has both keys in both Regions, with the fingerprints told here", lines);
        Assert.Contains("[ok] win-old alone failed, with the error id LaunchKeyUnsupported", lines);
        Assert.Contains("[ok] these are the passwords that the instances have", lines);
        Assert.Contains("[ok] a connection to the local port reached the one behind the agent", lines);
        Assert.Contains("[ok] every session was ended on the instance too", lines);
        Assert.Contains(lines, line => line.StartsWith(
            LinuxInstance.HasSshServer ? "[ok] the host key was verified" : "Left out: no OpenSSH", StringComparison.Ordinal));
        Assert.StartsWith("[ok] The tour did what it says", lines.Last(line => line.Length > 0));
        Assert.DoesNotContain(output, character => character is not '\n' and not '\r' and (< ' ' or > '~'));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Tour_InteractiveWithoutTerminal_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = await RunAsync(folder, "--interactive");
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.StartsWith("--interactive needs a terminal", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(TemporaryFolder temporary, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Tour(), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Everything that the tour leaves behind would be in here.
        start.Environment["TMPDIR"] = start.Environment["TMP"] = start.Environment["TEMP"] = temporary.Path;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // What a reader may have set must not reach the tour.
        start.Environment["AWS_PROFILE"] = "no-such-profile";
        start.Environment["AWS_ENDPOINT_URL_EC2"] = "http://127.0.0.1:9";
        start.Environment["HTTP_PROXY"] = "http://127.0.0.1:9";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The tour did not end within {Patience}.");
        }

        return (process.ExitCode, await output, await errors);
    }

    // As this test was built: .../bin/<configuration>/<target>/.
    private static string Tour()
    {
        var target = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, "examples", "Tour", "bin", target.Parent!.Name, target.Name, "Tour.dll");
    }
}
