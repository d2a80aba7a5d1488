using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Module.Tests.Ssh;

namespace Ec2KeyPair.Module.Tests.Sessions;

public sealed class InstanceCommandTests
{
    private const string Invoke = "Invoke-EC2InstanceCommand @aws ";
    private const string InvokeBySession = Invoke + "-Via SessionManager ";

    // A child, one in a session of its own, one that ignores SIGTERM, and a daemon whose parent has ended.
    private const string Many =
        "sh -c 'sleep 300; : MARK' & setsid sh -c 'sleep 300; : MARK' & (trap '' TERM; while :; do sleep 300; : MARK; done) & "
        + "(setsid sh -c 'sleep 300; : MARK' >/dev/null 2>&1 &) ; echo > 'FILE'; sh -c 'sleep 300; : MARK'";

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_Command_OutputErrorAndExitCodeComeApart()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await TunnelTests.StartAsync();
        var result = module.Run(Invoke + "lin 'echo out; echo err >&2; exit 7'").Single();
        Assert.Equal("out\n", Outcome.Text(result, "StandardOutput"));
        Assert.Equal("err\n", Outcome.Text(result, "StandardError"));
        Assert.Equal(7, Outcome.Value(result, "ExitCode"));
        Assert.Equal(module.Aws.Sessions.All[0].Id, Outcome.Text(result, "SessionId"));
        Assert.Empty(module.Aws.Sessions.Violations);
    }

    /// <summary>The agent splits words itself and starts no shell: what is sent must survive that.</summary>
    [SkippableTheory]
    [InlineData("printf '%s|' a 'b c' \"d'e\" \\# '#' '\\\\'", "a|b c|d'e|#|#|\\\\|")]
    [InlineData("x='é ☃'; printf '%s' \"$x\"", "é ☃")]
    [InlineData("echo one\necho \"two\"", "one\ntwo\n")]
    [InlineData("echo $((6*7)) | cat", "42\n")]
    public async Task InvokeEC2InstanceCommand_QuotesAndNewlines_ReachTheShellAsTheyAre(string command, string expected)
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await TunnelTests.StartAsync();
        Assert.Equal(expected, Outcome.Text(module.Run(Invoke + "lin $args[0]", command).Single(), "StandardOutput"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_EncryptedLossyAndCut_IsWhole()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await TunnelTests.StartAsync(new SessionSettings
        {
            KmsKeyId = "alias/sessions",
            RequiresChallenge = true,
            Link = new LinkFaults { LossPercent = 5, DuplicatePercent = 5, ReorderPercent = 5, CutEvery = TimeSpan.FromMilliseconds(900) },
        });
        // In one piece: the agent brings back ten lost frames a second, and a line is a frame when it is written alone.
        var result = module.Run(Invoke + "lin 'i=0; x=$(while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done); printf \"%s\\n\" \"$x\"'").Single();
        Assert.Equal(string.Concat(Enumerable.Range(0, 3000).Select(i => $"line {i}\n")), Outcome.Text(result, "StandardOutput"));
        Assert.Equal(0, Outcome.Value(result, "ExitCode"));
        Assert.Empty(module.Aws.Sessions.Violations);
        Assert.Equal(1, module.Aws.Requests.Count("GenerateDataKey"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_ManyInstances_OneFailureIsItsOwn()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await TunnelTests.StartAsync();
        for (var i = 0; i < 5; i++) module.Aws.Fleet.AddLinux($"more-{i}").SsmAgent = new SsmAgent();
        module.Aws.Fleet.AddLinux("silent");
        var outcome = module.Run("'more-0', 'more-1', 'silent', 'more-2', 'more-3', 'more-4' | " + InvokeBySession + "-Command 'echo hi'");
        Assert.Equal(5, outcome.Output.Count);
        Assert.All(outcome.Output, result => Assert.Equal("hi\n", Outcome.Text(result, "StandardOutput")));
        Assert.Equal(["AgentNotRegistered"], outcome.ErrorIds);
    }

    /// <summary>The agent kills what it has started, and nothing that this has started.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_TakesTooLong_IsEndedWithAllThatItStarted()
    {
        Skip.If(!Directory.Exists("/proc/self"), "there is no /proc");
        await using var module = await TunnelTests.StartAsync();
        var (marker, started) = ("mark-" + Guid.NewGuid().ToString("N"), Path.Combine(module.Folder, "started"));
        var error = module.Run(Invoke + "lin $args[0] -TimeoutSec 2", Many.Replace("MARK", marker).Replace("FILE", started))
            .SingleError("CommandTimedOut", ErrorCategory.OperationTimeout);
        Assert.True(File.Exists(started));
        Assert.Contains("It was ended, with all that it had started.", error.Exception.Message);
        Assert.Empty(SshHosts.Running(marker));
        await TunnelTests.UntilAsync(() => module.Aws.Sessions.All.All(session => session.IsEnded));
        Assert.Empty(module.Aws.Sessions.Violations);
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_Stopped_LeavesNothingBehindBeforeThePromptIsBack()
    {
        Skip.If(!Directory.Exists("/proc/self"), "there is no /proc");
        await using var module = await TunnelTests.StartAsync();
        var (marker, started) = ("mark-" + Guid.NewGuid().ToString("N"), Path.Combine(module.Folder, "started"));
        using var shell = module.Shell(Invoke + "lin $args[0]", Many.Replace("MARK", marker).Replace("FILE", started));
        var running = shell.BeginInvoke();
        await TunnelTests.UntilAsync(() => File.Exists(started));
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Empty(SshHosts.Running(marker));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_StoppedAndNoSecondSession_IsSaidAtTheEnd()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await TunnelTests.StartAsync();
        var started = Path.Combine(module.Folder, "started");
        var host = new RecordingHost();
        using var engine = new ModuleRunspace(host: host);
        using var shell = engine.Shell("$aws = $args[0]; " + Invoke + "lin $args[1]", module.Get("aws")!, $"echo > '{started}'; exec sleep 300");
        var running = shell.BeginInvoke();
        await TunnelTests.UntilAsync(() => File.Exists(started));
        module.Aws.Faults.Deny("StartSession");
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Contains("may still run: no second session", Assert.Single(host.Warnings));
    }

    /// <summary>What a command does, it would do twice.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_NamedTwice_RunsOnce()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await TunnelTests.StartAsync();
        var id = Outcome.Text(module.Run(InvokeBySession + "lin 'true'").Single(), "InstanceId")!;
        var outcome = module.Run("'lin', $args[0], 'lin' | " + InvokeBySession + "-Command 'true' -Verbose", id);
        outcome.Single();
        Assert.Equal(2, outcome.Verbose.Count(text => text.Contains("which was named before")));
    }

    [Theory]
    [InlineData("-UserName me", "-UserName")]
    [InlineData("-Port 22 -HostKeyPolicy Refuse -Via SessionManager", "-Port, -HostKeyPolicy")]
    public async Task InvokeEC2InstanceCommand_SshAskedForOnWindows_IsAnErrorThatNamesIt(string parameters, string named)
    {
        await using var module = await AwsModule.StartAsync();
        var windows = module.Aws.Fleet.AddWindows("win");
        var error = module.Run(Invoke + "win 'Get-Date' " + parameters).SingleError("ParameterInvalid", ErrorCategory.InvalidArgument, windows.Id);
        Assert.Contains(named, error.ErrorDetails.RecommendedAction);
        Assert.Equal(0, module.Aws.Requests.Count("StartSession"));
        module.Run(Invoke + "mi-0123456789abcdef0 'true' " + parameters).SingleError("ParameterInvalid", ErrorCategory.InvalidArgument, "mi-0123456789abcdef0");
    }

    [Theory]
    [InlineData("stopped", "InstanceNotRunning")]
    [InlineData("unregistered", "AgentNotRegistered")]
    [InlineData("silent", "AgentConnectionLost")]
    [InlineData("gone", "InstanceNotFound")]
    [InlineData("denied", "AwsAccessDenied")]
    [InlineData("denied-kms", "SessionKeyUnavailable")]
    [InlineData("missing-kms", "SessionKeyUnavailable")]
    public async Task InvokeEC2InstanceCommand_NoSession_SaysWhichLinkIsBroken(string what, string expected)
    {
        await using var module = await TunnelTests.StartAsync();
        var linux = module.Aws.Fleet.AddLinux("x");
        linux.SsmAgent = what == "unregistered" ? null : new SsmAgent { PingStatus = what == "silent" ? "ConnectionLost" : "Online" };
        if (what == "stopped") linux.SetState(InstanceState.Stopped);
        if (what == "denied") module.Aws.Faults.Deny("StartSession");
        if (what.EndsWith("-kms", StringComparison.Ordinal)) module.Aws.Sessions.Settings = new SessionSettings { KmsKeyId = "alias/k" };
        if (what == "denied-kms") module.Aws.Faults.Deny("GenerateDataKey");
        if (what == "missing-kms") module.Aws.Fleet.DataKeys.KeyIds.Add("alias/other");
        var outcome = module.Run(InvokeBySession + (what == "gone" ? "i-0123456789abcdef0" : "x") + " 'true'");
        Assert.Equal([expected], outcome.ErrorIds);
        Assert.NotNull(outcome.Errors[0].ErrorDetails?.RecommendedAction);
        await TunnelTests.UntilAsync(() => module.Aws.Sessions.All.All(session => session.IsEnded));
    }

    [Fact]
    public async Task InvokeEC2InstanceCommand_CallerMayNotLook_StillSaysWhatIsKnown()
    {
        await using var module = await TunnelTests.StartAsync();
        module.Aws.Fleet.AddLinux("x");
        module.Aws.Faults.Deny("DescribeInstanceInformation");
        module.Run(InvokeBySession + "x 'true'").SingleError("TargetNotConnected", ErrorCategory.ConnectionError);
    }
}
