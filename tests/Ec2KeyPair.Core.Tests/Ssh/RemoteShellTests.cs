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
    [InlineData("tcsh")]
    [InlineData("csh")]
    public void For_LoginShell_RunsTheCommandAsItIs(string shell)
    {
        Skip.If(OperatingSystem.IsWindows() || !Tool.Named(shell).IsInstalled, $"{shell} is not installed");
        var sent = RemoteShell.For("printf '%s|' \"it's\" '$x' \"`echo y`\" '!z' 'a\\\\b' 'c\\d' 'é☃' 50%\nprintf '%s|' two lines; cat; echo $EC2KEYPAIR_RUN; exit 3");
        var start = new ProcessStartInfo(shell, ["-c", sent.Text]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        Assert.Equal($"it's|$x|y|!z|a\\\\b|c\\d|é☃|50%|two|lines|{sent.Mark}\n", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(3, process.ExitCode);
        Assert.Equal($"{sent.Mark} {process.Id}\n", error.Result);
    }

    /// <summary>fish knows \\ and \' in single quotes, csh ! and no line breaks, and its old ones no eighth bit: nothing of that may be in there.</summary>
    [Theory]
    [InlineData("echo 'it''s' \\\\ \\' !! \r\n é \t\u0001")]
    [InlineData("'; touch x; '")]
    [InlineData("")]
    public void For_WhatTheLoginShellSees_IsPlainInSingleQuotes(string command)
    {
        foreach (var text in new[] { RemoteShell.For(command).Text, RemoteShell.Ending("00", 7), RemoteShell.Ending("00", null) })
        {
            Assert.DoesNotContain(text, character => character is '!' or < ' ' or > '~');
            var parts = text.Split('\'');
            Assert.Equal(1, parts.Length % 2);
            Assert.All(parts.Where((_, at) => at % 2 == 1), quoted => Assert.Matches(@"^([^\\]|\\0[0-7]{3})*$", quoted));
            Assert.All(parts.Where((_, at) => at % 2 == 0), bare => Assert.Matches("^[a-z/ -]*$", bare));
        }
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
