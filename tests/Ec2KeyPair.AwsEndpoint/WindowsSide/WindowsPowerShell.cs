using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>
/// powershell.exe -NoProfile -NonInteractive -File on a played machine: a real engine in a runspace of its own, with Microsoft.PowerShell.Core only,
/// on a thread of its own. Objects are printed as their text; there is no formatting.
/// </summary>
internal static class WindowsPowerShell
{
    internal static Task<StepResult> RunAsync(WindowsMachine machine, string script, CancellationToken cancel)
    {
        WindowsTypes.Require();
        return Task.Factory.StartNew(() => Run(machine, script, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static StepResult Run(WindowsMachine machine, string script, CancellationToken cancel)
    {
        if (DesktopSyntax.Refusal(script) is { } refusal)
        {
            return new StepResult(1, "", refusal);
        }

        var text = new StringBuilder();
        var errors = new StringBuilder();
        var host = new MachineHost(new MachineHostUI(text));
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        using var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        machine.Own(runspace);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script);
        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) => Print(text, output[added.Index]);
        shell.Streams.Error.DataAdded += (_, added) => Line(errors, Report(shell.Streams.Error[added.Index]));
        using var stopping = cancel.Register(() => shell.BeginStop(null, null));
        var code = 0;
        try
        {
            cancel.ThrowIfCancellationRequested();
            shell.Invoke(null, output);
            code = host.ExitCode ?? 0;
        }
        catch (OperationCanceledException)
        {
            code = StepResult.StoppedOnWindows;
        }
        catch (PipelineStoppedException) when (cancel.IsCancellationRequested)
        {
            code = StepResult.StoppedOnWindows;
        }
        catch (RuntimeException error)
        {
            Line(errors, Report(error.ErrorRecord));
            code = host.ExitCode ?? 1;
        }

        if (cancel.IsCancellationRequested)
        {
            code = StepResult.StoppedOnWindows;
        }

        return new StepResult(code, OnAPipe(machine, text.ToString()), OnAPipe(machine, errors.ToString()));
    }

    /// <summary>Nothing, e.g. what SetPassword returns, is not even an empty line.</summary>
    private static void Print(StringBuilder to, PSObject? value)
    {
        if (value is not null)
        {
            Line(to, LanguagePrimitives.ConvertTo<string>(value));
        }
    }

    private static void Line(StringBuilder to, string text)
    {
        lock (to)
        {
            to.Append(text).Append("\r\n");
        }
    }

    private static string Report(ErrorRecord error)
    {
        var position = error.InvocationInfo?.PositionMessage.ReplaceLineEndings("\r\n");
        return $"{error.Exception.Message}\r\n{position}\r\n    + CategoryInfo          : {error.CategoryInfo}\r\n    + FullyQualifiedErrorId : {error.FullyQualifiedErrorId}\r\n ";
    }

    /// <summary>The agent reads as UTF-8 what powershell.exe writes in the machine's code page.</summary>
    private static string OnAPipe(WindowsMachine machine, string text) =>
        Encoding.UTF8.GetString((CodePagesEncodingProvider.Instance.GetEncoding(machine.OutputCodePage) ?? Encoding.GetEncoding(machine.OutputCodePage)).GetBytes(text));
}
