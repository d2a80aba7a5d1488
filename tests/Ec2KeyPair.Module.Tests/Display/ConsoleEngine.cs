using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Module.Tests.Display;

/// <summary>The engine with the module and a screen: commands are typed, and what a person would see is read.</summary>
internal sealed partial class ConsoleEngine : IDisposable
{
    private readonly TextScreen _screen;

    /// <param name="columns">The screen's width.</param>
    internal ConsoleEngine(int columns = TextScreen.UsualColumns)
    {
        _screen = new TextScreen(columns);
        Module = new ModuleRunspace(host: _screen, commands: [new SessionStateCmdletEntry("Format-List", typeof(FormatListCommand), null)]);
    }

    internal ModuleRunspace Module { get; }

    /// <summary>What stands on the screen after each of these statements was typed.</summary>
    internal IReadOnlyList<string> Type(string commands) => [.. Statements(commands).SelectMany(statement => Run(shell => shell.AddScript(statement)))];

    /// <summary>What these records look like.</summary>
    /// <param name="records">As a cmdlet writes them.</param>
    /// <param name="asList">As Format-List shows them; else by their first view.</param>
    internal IReadOnlyList<string> Show(IEnumerable<object> records, bool asList = false) => Run(
        shell =>
        {
            if (asList) shell.AddCommand("Format-List");
        },
        records);

    /// <summary>Without colours.</summary>
    internal static string Plain(string line) => Style().Replace(line, "");

    public void Dispose() => Module.Dispose();

    private IReadOnlyList<string> Run(Action<PowerShell> type, IEnumerable<object>? input = null)
    {
        using var shell = PowerShell.Create(Module.Runspace);
        type(shell);
        shell.AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        // The pipeline's thread has the culture of the one that starts it, and the engine asks that thread.
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = _screen.CurrentCulture;
        try
        {
            shell.Invoke(input);
        }
        catch (RuntimeException e)
        {
            return Show([e.ErrorRecord]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        return _screen.Take();
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Style();

    // A console takes one after the other: each has tables of its own.
    private static IEnumerable<string> Statements(string commands) =>
        Parser.ParseInput(commands, out _, out _).EndBlock.Statements.Select(statement => statement.Extent.Text);
}
