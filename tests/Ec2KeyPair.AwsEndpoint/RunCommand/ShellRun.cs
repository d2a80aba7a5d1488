using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>
/// One script on a Linux instance, as amazon-ssm-agent runs it: from a file, as the leader of a process group of its own, which is killed as a whole. Its
/// environment is the instance's, with nothing of this program's but PATH.
/// </summary>
internal sealed class ShellRun(LinuxInstance instance, AgentJob job)
{
    private const int Kill = 9;
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(2);

    internal async Task<StepResult> RunAsync(CancellationToken cancel)
    {
        var folder = job.Text("workingDirectory") is { Length: > 0 } asked ? Path.Combine(instance.Home, asked) : instance.Home;
        if (!Directory.Exists(folder))
        {
            return new StepResult(1, "", $"failed to run commands: chdir {folder}: no such file or directory");
        }

        var place = Directory.CreateTempSubdirectory("ec2kp-command-").FullName;
        try
        {
            var script = Path.Combine(place, "_script.sh");
            ProgramFile.Write(script, job.Script);
            return await RunAsync(Command(script, folder), cancel);
        }
        catch (Win32Exception nothingToRun)
        {
            return new StepResult(1, "", "failed to run commands: " + nothingToRun.Message);
        }
        finally
        {
            TemporaryFolder.Delete(place);
        }
    }

    private static async Task<StepResult> RunAsync(ProcessStartInfo start, CancellationToken cancel)
    {
        using var process = Process.Start(start)!;
        var isStopped = false;
        await using var stopping = cancel.Register(() =>
        {
            isStopped = true;
            Stop(process);
        });
        process.StandardInput.Close();
        var output = new StringBuilder();
        var error = new StringBuilder();

        // As the agent does it: the script has ended when nobody holds its output any more, also no child in the background.
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput, output, AgentOutput.OutputLimit), ReadAsync(process.StandardError, error, AgentOutput.ErrorLimit));
        await Task.WhenAny(reading, Cancelled(cancel));
        if (isStopped)
        {
            // What has left the process group lives on, and is not waited for.
            await Task.WhenAny(reading, Task.Delay(LastOutput, CancellationToken.None));
        }

        await process.WaitForExitAsync(CancellationToken.None);
        lock (output)
        {
            lock (error)
            {
                return isStopped
                    ? new StepResult(StepResult.StoppedOnLinux, output.ToString(), error.ToString())
                    : AgentOutput.WithExitStatus(new StepResult(process.ExitCode, output.ToString(), error.ToString()));
            }
        }
    }

    private ProcessStartInfo Command(string script, string folder)
    {
        // "sh -c FILE" makes sh execute the file, so that its first line may name another interpreter.
        List<string> words = File.ReadLines(script).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true ? ["/bin/sh", "-c", script] : ["/bin/sh", script];
        if (Tools.Setsid is { } setsid)
        {
            words.Insert(0, setsid);
        }

        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        // "sshd" is the instance's own there, with its configuration.
        start.Environment["PATH"] = instance.Server is SshServer sshd ? sshd.ProgramFolder + Path.PathSeparator + path : path;
        start.Environment["HOME"] = instance.Home;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["USER"] = start.Environment["LOGNAME"] = Environment.UserName;
        start.Environment["AWS_SSM_INSTANCE_ID"] = instance.Id;
        start.Environment["AWS_SSM_REGION_NAME"] = instance.Region.Name;
        start.Environment["AWS_SSM_PLATFORM_NAME"] = "Linux";
        start.Environment["SSM_COMMAND_ID"] = job.CommandId;
        return start;
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder to, int limit)
    {
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer) is var count and > 0)
            {
                lock (to)
                {
                    to.Append(buffer, 0, Math.Min(count, Math.Max(0, limit - to.Length)));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The script was stopped.
        }
    }

    private static Task Cancelled(CancellationToken cancel)
    {
        var done = new TaskCompletionSource();
        cancel.Register(done.SetResult);
        return done.Task;
    }

    private static void Stop(Process process)
    {
        try
        {
            if (Tools.Setsid is not null)
            {
                _ = kill(-process.Id, Kill);
            }

            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
