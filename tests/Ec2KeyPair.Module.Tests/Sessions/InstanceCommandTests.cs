using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Sessions;

public sealed class InstanceCommandTests
{
    private const string Invoke = "Invoke-EC2InstanceCommand @aws ";
    private const string InvokeBySession = Invoke + "-Via SessionManager ";

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

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_TakesTooLong_IsEndedThere()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await TunnelTests.StartAsync();
        module.Run(Invoke + "lin 'sleep 60' -TimeoutSec 1").SingleError("CommandTimedOut", ErrorCategory.OperationTimeout);
        await TunnelTests.UntilAsync(() => module.Aws.Sessions.All[0].IsEnded);
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
