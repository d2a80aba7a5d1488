using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Ec2KeyPair.Tour;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>What a console of 80 columns shows for commands: records in the module's own views, errors, warnings.</summary>
internal sealed class ExampleScreen(Runspace runspace)
{
    private const int Columns = 80;
    private readonly FormatViews _views = FormatViews.Load(Path.Combine(Repository.Root, "module", "Ec2KeyPair.Format.ps1xml"));
    private readonly Lock _gate = new();

    /// <summary>The lines, as they come.</summary>
    internal IReadOnlyList<string> Run(string commands)
    {
        var lines = new List<string>();
        var current = "";
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(commands);
        var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) => Show(Record(output[added.Index], ref current));
        shell.Streams.Error.DataAdded += (_, added) => Show(Error(shell.Streams.Error[added.Index]));
        shell.Streams.Warning.DataAdded += (_, added) => Show(["WARNING: " + shell.Streams.Warning[added.Index].Message]);
        shell.Streams.Verbose.DataAdded += (_, added) => Show(["VERBOSE: " + shell.Streams.Verbose[added.Index].Message]);
        shell.Streams.Information.DataAdded += (_, added) => Show([shell.Streams.Information[added.Index].ToString()]);
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            Show(Error(e.ErrorRecord));
        }

        return lines;

        void Show(IEnumerable<string> more)
        {
            lock (_gate) lines.AddRange(more);
        }
    }

    private IEnumerable<string> Record(PSObject? record, ref string current)
    {
        if (record is null) return [];
        if (record.BaseObject is string or ValueType || !record.Properties.Any())
        {
            current = "";
            return record.ToString().Split('\n');
        }

        var view = ViewOf(record);
        var header = view.Name == current ? [] : view.Header(Columns);
        current = view.Name;
        return [.. header, .. view.Lines(record, Columns)];
    }

    private RecordView ViewOf(PSObject record)
    {
        var byProperties = RecordView.OfProperties(record);
        return record.TypeNames[0] == StandInCommands.ListType ? new ListView(StandInCommands.ListType, byProperties.Fields) : _views.For(record) ?? byProperties;
    }

    private static IEnumerable<string> Error(ErrorRecord error)
    {
        var command = error.InvocationInfo?.MyCommand?.Name;
        yield return (command is null ? "" : command + ": ") + (error.ErrorDetails?.Message ?? error.Exception.Message);
        if (error.ErrorDetails?.RecommendedAction is { Length: > 0 } mend) yield return "  Recommendation: " + mend;
    }
}
