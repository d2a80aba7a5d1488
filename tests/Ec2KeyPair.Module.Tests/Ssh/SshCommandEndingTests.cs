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

    /// <summary>As a service manager ends a process, and a terminal that is closed.</summary>
    [SkippableTheory]
    [InlineData("TERM", "Direct")]
    [InlineData("HUP", "Direct")]
    [InlineData("TERM", "SessionManager")]
    public async Task InvokeEC2InstanceCommand_ProcessIsToldToEnd_LeavesNothingBehind(string signal, string via)
    {
        Skip.If(OperatingSystem.IsWindows(), "there are no such signals");
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        linux.SsmAgent ??= new Ec2KeyPair.AwsEndpoint.Instances.SsmAgent();
        var marker = Marker();
        var started = Path.Combine(ssh.Home, "started");
        using var process = TerminatedCommand.Start(module, via, Many.Replace("MARK", marker).Replace("> started", $"> '{started}'"));
        await SshHosts.UntilAsync(() => File.Exists(started) || process.HasExited);
        Tool.Run("kill", "-" + signal, $"{process.Id}");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.NotEqual(0, process.ExitCode);
        Assert.Empty(SshHosts.Running(marker));
    }

    /// <summary>The loop that hands out instances is waiting for a place when Ctrl+C comes: what runs is ended all the same.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_StoppedWhileOthersWaitForAPlace_LeavesNothingBehindBeforeThePromptIsBack()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await SshHosts.LaunchAsync(module, 3);
        var marker = Marker();
        using var shell = module.Shell(
            "'lin-0', 'lin-1', 'lin-2' | Invoke-EC2InstanceCommand @aws -StorePath $store -Via Direct -ThrottleLimit 1 -Command $args[0]", Many.Replace("MARK", marker));
        var running = shell.BeginInvoke();
        await SshHosts.UntilAsync(() => hosts.Any(host => File.Exists(Path.Combine(host.Server.Home, "started"))));
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Empty(SshHosts.Running(marker));
    }

    /// <summary>After Ctrl+C no stream takes anything any more: it stands on the screen.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_StoppedAndNotToBeEnded_IsSaidAtTheEnd()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        // The script that ends commands finds that it can't.
        Enter(ssh, "case $SSH_ORIGINAL_COMMAND in *PPid*) exit 1;; esac");
        var host = new RecordingHost();
        using var engine = new ModuleRunspace(host: host);
        using var shell = engine.Shell("$aws = $args[0]; $store = $args[1]; " + Invoke + "'echo > started; sleep 300'", module.Get("aws")!, module.Store);
        var running = shell.BeginInvoke();
        await SshHosts.UntilAsync(() => File.Exists(Path.Combine(ssh.Home, "started")));
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Contains($"The command on {linux.Id} may still run: ", Assert.Single(host.Warnings));
    }

    /// <summary>A start-up file that takes its time: the command has not begun when it is given up, and must not begin later.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_GivenUpBeforeItBegan_NeverBegins()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];

        bool IsThere(string file) => File.Exists(Path.Combine(ssh.Home, file));
        // It gets its chance when the script that ends commands has found nothing, and the connection is still there.
        Enter(
            ssh,
            """
            case $SSH_ORIGINAL_COMMAND in
              *begun*) printf %s "$SSH_ORIGINAL_COMMAND" > command
                exec env -u SSH_ORIGINAL_COMMAND sh -c 'touch waiting; while [ ! -e gate ]; do sleep 0.05; done; sh command; touch passed';;
              *PPid*) sh -c "$SSH_ORIGINAL_COMMAND"; code=$?
                touch gate; while [ ! -e passed ]; do sleep 0.05; done; exit $code;;
            esac
            """);

        using var shell = module.Shell(Invoke + "'touch begun'");
        var running = shell.BeginInvoke();
        await SshHosts.UntilAsync(() => IsThere("waiting"));
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        await SshHosts.UntilAsync(() => IsThere("passed"));
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

    // What the server does before anything else that it is asked for.
    private static void Enter(Ec2KeyPair.AwsEndpoint.Instances.SshServer ssh, string first)
    {
        var enter = Path.Combine(Path.GetDirectoryName(ssh.Home)!, "enter");
        File.WriteAllText(enter, File.ReadAllText(enter).Replace("\nif ", $"\n{first}\nif "));
    }

    private static string Marker() => "mark-" + Guid.NewGuid().ToString("N");
}
