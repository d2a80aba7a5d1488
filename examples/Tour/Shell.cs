using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Ec2KeyPair.Tour;

/// <summary>A PowerShell engine that has only its core commands, as every application that embeds it has at least.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
    private readonly Screen _screen;
    private FormatViews? _views;

    internal Shell(Screen screen)
    {
        _screen = screen;
        _runspace.Open();
    }

    /// <summary>Shows a command as a user types it, runs it, and shows what comes as it comes.</summary>
    internal Task<CommandOutcome> TypeAsync(string command, CancellationToken cancel)
    {
        _screen.Command(command);
        return RunAsync(command, cancel);
    }

    /// <summary>Runs a command and shows what comes as it comes.</summary>
    internal Task<CommandOutcome> RunAsync(string command, CancellationToken cancel) => Task.Run(() => Run(command, cancel), CancellationToken.None);

    /// <summary>Runs a command for a check of the tour's own, without showing it; its output as text.</summary>
    internal Task<List<string>> AskAsync(string command) => Task.Run(() =>
    {
        using var shell = PowerShell.Create(_runspace);
        return shell.AddScript(command).Invoke().Select(record => record.ToString()).ToList();
    });

    /// <summary>Imports the module by its manifest and takes its views.</summary>
    internal async Task ImportAsync(string manifest, CancellationToken cancel)
    {
        _screen.Command($"Import-Module {Path.Combine(".", Path.GetFileName(manifest)).Replace('\\', '/')}");
        var outcome = await RunAsync($"Import-Module -Name '{manifest.Replace("'", "''")}' -ErrorAction Stop", cancel);
        if (outcome.Errors.Count > 0) throw new TourException("the module can't be imported.");
        _views = FormatViews.Load(Path.Combine(Path.GetDirectoryName(manifest)!, "module", "Ec2KeyPair.Format.ps1xml"));
    }

    public void Dispose()
    {
        _views?.Dispose();
        _runspace.Dispose();
    }

    private CommandOutcome Run(string command, CancellationToken cancel)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(command);
        var errors = new List<ErrorRecord>();
        var painter = new RecordPainter(_screen, _views);
        var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) => painter.Show(output[added.Index]);
        shell.Streams.Error.DataAdded += (_, added) => Report(shell.Streams.Error[added.Index]);
        shell.Streams.Warning.DataAdded += (_, added) => _screen.Note("WARNING: " + shell.Streams.Warning[added.Index].Message);
        shell.Streams.Verbose.DataAdded += (_, added) => _screen.Note("VERBOSE: " + shell.Streams.Verbose[added.Index].Message);
        shell.Streams.Information.DataAdded += (_, added) => _screen.Line(shell.Streams.Information[added.Index].ToString());
        shell.Streams.Progress.DataAdded += (_, added) => Wait(shell.Streams.Progress[added.Index]);
        using var stopping = cancel.Register(() => shell.BeginStop(null, null));
        try
        {
            shell.Invoke(null, output);
        }
        catch (PipelineStoppedException)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (RuntimeException e)
        {
            Report(e.ErrorRecord);
        }
        finally
        {
            _screen.ClearStatus();
            painter.End();
        }

        cancel.ThrowIfCancellationRequested();
        return new CommandOutcome([.. output], errors);

        void Report(ErrorRecord error)
        {
            errors.Add(error);
            painter.ShowError(error);
        }

        void Wait(ProgressRecord progress)
        {
            if (progress.RecordType == ProgressRecordType.Completed) _screen.ClearStatus();
            else _screen.Status($"{progress.Activity}: {progress.StatusDescription}");
        }
    }
}
