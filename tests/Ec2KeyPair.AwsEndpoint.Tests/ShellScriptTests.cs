using System.Diagnostics;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>AWS-RunShellScript really runs; on Windows there is no /bin/sh.</summary>
public sealed class ShellScriptTests
{
    [SkippableFact]
    public async Task Script_OutputErrorAndExitCode_ComeBack()
    {
        Skip.If(OperatingSystem.IsWindows(), "no /bin/sh here");
        await using var here = await CommandFixture.StartAsync();
        var linux = here.AddLinux();
        var run = await here.RunAsync(linux, "echo out", "echo err >&2", "exit 3");
        Assert.Equal(("Failed", 3), ((string?)run["Status"], (int)run["ResponseCode"]!));
        Assert.Equal("out\n", (string?)run["StandardOutputContent"]);
        Assert.Equal("err\n\nfailed to run commands: exit status 3", (string?)run["StandardErrorContent"]);
        Assert.Equal("aws:runShellScript", (string?)run["PluginName"]);
        Assert.Matches(@"^PT[0-9.]+S$", (string?)run["ExecutionElapsedTime"]);
        Assert.Equal("Success", (string?)(await here.RunAsync(linux, "#!/usr/bin/env sh", "exit 0"))["Status"]);
    }

    [SkippableFact]
    public async Task Script_SeesTheInstanceAndNothingOfThisProgram()
    {
        Skip.If(OperatingSystem.IsWindows(), "no /bin/sh here");
        await using var here = await CommandFixture.StartAsync();
        var linux = here.AddLinux();
        Environment.SetEnvironmentVariable("EC2KP_TEST_SECRET", "leaked");
        var run = await here.RunAsync(linux, "pwd; echo $HOME; echo ~; echo $AWS_SSM_INSTANCE_ID; echo \"[$EC2KP_TEST_SECRET]\"; echo kept > note");
        Assert.Equal([linux.Home, linux.Home, linux.Home, linux.Id, "[]", ""], ((string)run["StandardOutputContent"]!).Split('\n'));
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(linux.Home, "note")));
        Directory.CreateDirectory(Path.Combine(linux.Home, "sub"));
        var elsewhere = await here.SendAsync(CommandFixture.Body("AWS-RunShellScript", new() { ["commands"] = ["pwd"], ["workingDirectory"] = ["sub"] }, linux));
        await elsewhere.Completion;
        Assert.Equal(linux.Home + "/sub\n", elsewhere.Invocations[0].Steps[0].Output);
        var nowhere = await here.SendAsync(CommandFixture.Body("AWS-RunShellScript", new() { ["commands"] = ["pwd"], ["workingDirectory"] = ["/no/such/folder"] }, linux));
        await nowhere.Completion;
        Assert.Equal("failed to run commands: chdir /no/such/folder: no such file or directory", nowhere.Invocations[0].Steps[0].Error);
        var home = linux.Home;
        await here.DisposeAsync();
        Assert.False(Directory.Exists(home));
    }

    [SkippableFact]
    public async Task Script_WhereThereIsAnSshd_SharesItsHome()
    {
        Skip.IfNot(LinuxInstance.HasSshServer, "no sshd or ssh-keygen here");
        await using var here = await CommandFixture.StartAsync();
        var linux = here.AddLinux();
        var server = await linux.StartSshServerAsync();
        await here.RunAsync(linux, "echo added >> .ssh/authorized_keys");
        Assert.Contains("added\n", await File.ReadAllTextAsync(server.AuthorizedKeysPath), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task CancelCommand_KillsTheWholeGroup()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "no process groups here");
        await using var here = await CommandFixture.StartAsync();
        var linux = here.AddLinux();
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunShellScript", new() { ["commands"] = ["echo begun", "sleep 1000 &", "echo $! > child.new && mv child.new child", "wait"] }, linux));
        var note = Path.Combine(linux.Home, "child");
        await Eventually.BeAsync(() => File.Exists(note), "the script has begun");
        var child = int.Parse(await File.ReadAllTextAsync(note), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsAlive(child));
        (await here.Wire.Ssm("CancelCommand", new JsonObject { ["CommandId"] = command.Id })).MustBe(200);
        await command.Completion;
        await Eventually.BeAsync(() => !IsAlive(child), "the child is gone");
        var run = await here.GetAsync(command, linux);
        Assert.Equal(("Cancelled", 137, "begun\n"), ((string?)run["Status"], (int)run["ResponseCode"]!, (string?)run["StandardOutputContent"]));
    }

    [SkippableFact]
    public async Task Script_LongerThanItsTimeout_IsKilled()
    {
        Skip.If(OperatingSystem.IsWindows(), "no /bin/sh here");
        var time = new ManualTime();
        await using var here = await CommandFixture.StartAsync(time);
        var linux = here.AddLinux();
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunShellScript", new() { ["commands"] = ["echo begun > note", "sleep 1000"], ["executionTimeout"] = ["60"] }, linux));
        await Eventually.BeAsync(() => File.Exists(Path.Combine(linux.Home, "note")), "the script has begun");
        time.Pass(TimeSpan.FromSeconds(60));
        await command.Completion;
        Assert.Equal(("TimedOut", "ExecutionTimedOut"), (command.Invocations[0].Status, command.Invocations[0].StatusDetails));
        Assert.Equal(("TimedOut", "ExecutionTimedOut"), (command.Status, command.StatusDetails));
    }

    [SkippableFact]
    public async Task MaxConcurrency_IsNeverExceeded()
    {
        Skip.If(OperatingSystem.IsWindows(), "no /bin/sh here");
        await using var here = await CommandFixture.StartAsync();
        var fleet = Enumerable.Range(0, 6).Select(_ => here.AddLinux()).ToList();
        var body = CommandFixture.Body("AWS-RunShellScript", new() { ["commands"] = ["while [ ! -e go ]; do sleep 0.01; done"] }, fleet);
        body["MaxConcurrency"] = "34%"; // 2.04 of 6: three
        var command = await here.SendAsync(body);
        for (var round = 0; round < 2; round++)
        {
            await Eventually.BeAsync(() => Running().Count == 3, "three are running");
            Assert.Equal(3 * (1 - round), command.Invocations.Count(one => one.Status == "Pending"));
            Running().ForEach(one => File.WriteAllText(Path.Combine(((LinuxInstance)one.Instance).Home, "go"), ""));
            await Eventually.BeAsync(() => command.Invocations.Count(one => one.HasEnded) == 3 * (round + 1), "they have ended");
        }

        await command.Completion;
        Assert.Equal("Success", command.Status);

        List<RunCommand.PlayedInvocation> Running() => [.. command.Invocations.Where(one => one.Status == "InProgress" && one.Steps[0].StartedAt is not null)];
    }

    [Fact]
    public async Task PowerShell_OnLinux_IsTakenAndFails()
    {
        await using var here = await CommandFixture.StartAsync();
        var linux = here.AddLinux();
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = ["1"] }, linux));
        await command.Completion;
        Assert.Equal("Failed", command.Status);
        Assert.Contains("/usr/bin/pwsh", command.Invocations[0].Steps[0].Error, StringComparison.Ordinal);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            return !Process.GetProcessById(id).HasExited && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }
}
