using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests.Ssh;

/// <summary>Commands that take too long, or that nobody waits for any more: nothing of them may stay on the instance.</summary>
public sealed class SshCommandEndingTests
{
    private const string Invoke = "Invoke-EC2InstanceCommand @aws -StorePath $store -Via Direct lin-0 ";

    // A child, one in a session of its own, one that ignores SIGTERM, and a daemon whose parent has ended.
    private const string Many =
        "sh -c 'sleep 300; : MARK' & setsid sh -c 'sleep 300; : MARK' & (trap '' TERM; while :; do sleep 300; : MARK; done) & "
        + "(setsid sh -c 'sleep 300; : MARK' >/dev/null 2>&1 &) ; echo started > started; sh -c 'sleep 300; : MARK'";

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_TakesTooLong_IsEndedWithAllThatItStarted()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var marker = Marker();
        var error = module.Run(Invoke + "$args[0] -TimeoutSec 2", Many.Replace("MARK", marker))
            .SingleError("CommandTimedOut", ErrorCategory.OperationTimeout, linux.Id);
        Assert.True(File.Exists(Path.Combine(ssh.Home, "started")));
        Assert.Contains("It was ended, with all that it had started.", error.Exception.Message);
        Assert.Empty(SshHosts.Running(marker));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_Stopped_LeavesNothingBehindBeforeThePromptIsBack()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var marker = Marker();
        using var shell = module.Shell(Invoke + "$args[0]", Many.Replace("MARK", marker));
        var running = shell.BeginInvoke();
        await SshHosts.UntilAsync(() => File.Exists(Path.Combine(ssh.Home, "started")));
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Empty(SshHosts.Running(marker));
        Assert.Empty(shell.Streams.Warning);
    }

    /// <summary>A start-up file that takes its time: the command has not begun when it is given up, and must not begin later.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_GivenUpBeforeItBegan_NeverBegins()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var slow = "printf %s \"$SSH_ORIGINAL_COMMAND\" > command; exec env -u SSH_ORIGINAL_COMMAND sh -c "
            + "'touch waiting; while [ ! -e gate ]; do sleep 0.05; done; touch passed; exec sh command'";
        var enter = Path.Combine(Path.GetDirectoryName(ssh.Home)!, "enter");
        File.WriteAllText(enter, File.ReadAllText(enter).Replace("\nif ", $"\ncase $SSH_ORIGINAL_COMMAND in *begun*) {slow};; esac\nif "));
        bool IsThere(string file) => File.Exists(Path.Combine(ssh.Home, file));

        using var shell = module.Shell(Invoke + "'touch begun'");
        var running = shell.BeginInvoke();
        await SshHosts.UntilAsync(() => IsThere("waiting"));
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        File.WriteAllText(Path.Combine(ssh.Home, "gate"), "");
        await SshHosts.UntilAsync(() => IsThere("passed") && SshHosts.Running("touch begun").Count == 0);
        Assert.False(IsThere("begun"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_ConnectionBreaks_SaysThatItIsNotKnown()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        using var shell = module.Shell(Invoke + "'echo x > started; sleep 300'");
        var running = shell.BeginInvoke();
        await SshHosts.UntilAsync(() => File.Exists(Path.Combine(ssh.Home, "started")));
        ssh.Stop();
        shell.EndInvoke(running);
        Outcome.Checked(Assert.Single(shell.Streams.Error), "ConnectionLost", ErrorCategory.ConnectionError, linux.Id);
    }

    private static string Marker() => "mark-" + Guid.NewGuid().ToString("N");
}
