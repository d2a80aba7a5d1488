using System.Diagnostics;
using Ec2KeyPair.Core.Ssh.Commands;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Ssh;

/// <summary>What is sent has to be understood by whatever shell the account has.</summary>
public sealed class RemoteShellTests
{
    [SkippableTheory]
    [InlineData("sh")]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("ksh")]
    [InlineData("fish")]
    public void For_LoginShell_RunsTheCommandAsItIs(string shell)
    {
        Skip.If(OperatingSystem.IsWindows() || !Tool.Named(shell).IsInstalled, $"{shell} is not installed");
        var sent = RemoteShell.For("printf '%s|' \"it's\" '$x' \"`echo y`\" '!z'; cat; echo $EC2KEYPAIR_RUN; exit 3");
        var start = new ProcessStartInfo(shell, ["-c", sent.Text]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        Assert.Equal($"it's|$x|y|!z|{sent.Mark}\n", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(3, process.ExitCode);
        Assert.Equal($"{sent.Mark} {process.Id}\n", error.Result);
    }

    [SkippableFact]
    public void For_NobodyListens_IsNotBegun()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "begun");
        using var process = Process.Start("sh", ["-c", RemoteShell.For($"touch '{file}'").Text + " 2>&-"]);
        process.WaitForExit();
        Assert.Equal(255, process.ExitCode);
        Assert.False(File.Exists(file));
    }
}
