using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;

namespace Ec2KeyPair.Tour;

/// <summary>
/// The views of the module's own format file, so that the tour shows what a user sees. Format-Table itself is not a
/// core command of the engine.
/// </summary>
internal sealed class FormatViews : IDisposable
{
    // Script blocks of cells run here while the other runspace is busy with the command that the cells are of.
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
    private readonly Dictionary<string, RecordView> _byType = new(StringComparer.OrdinalIgnoreCase);

    private FormatViews() => _runspace.Open();

    internal static FormatViews Load(string path)
    {
        var views = new FormatViews();
        foreach (var definition in XDocument.Load(path).Descendants("View"))
        {
            if (views.Read(definition) is not { } view) continue;
            // The first view of a type is the one that the engine takes.
            foreach (var type in definition.Element("ViewSelectedBy")!.Elements("TypeName")) views._byType.TryAdd(type.Value, view);
        }

        return views;
    }

    /// <summary>The view for a record, by its type or a base type.</summary>
    internal RecordView? For(PSObject record) =>
        record.TypeNames.Select(type => _byType.GetValueOrDefault(type)).FirstOrDefault(view => view is not null);

    public void Dispose() => _runspace.Dispose();

    private RecordView? Read(XElement definition)
    {
        var name = (string)definition.Element("Name")!;
        if (definition.Element("TableControl") is { } table)
        {
            var headers = table.Element("TableHeaders")!.Elements("TableColumnHeader");
            return new TableView(name, [.. headers.Zip(table.Descendants("TableColumnItem"), Field)]);
        }

        return definition.Element("ListControl") is { } list
            ? new ListView(name, [.. list.Descendants("ListItem").Select(item => Field(item, item))])
            : null;
    }

    private ViewField Field(XElement header, XElement item) => new(
        (string?)header.Element("Label") ?? (string)item.Element("PropertyName")!,
        header.Element("Width") is { } width ? int.Parse(width.Value, CultureInfo.InvariantCulture) : null,
        ValueOf(item));

    private Func<PSObject, object?> ValueOf(XElement item)
    {
        if (item.Element("PropertyName") is { } property) return record => record.Properties[property.Value]?.Value;
        var script = "$_ = $args[0]; " + item.Element("ScriptBlock")!.Value;
        return record => Evaluate(script, record);
    }

    private PSObject? Evaluate(string script, PSObject record)
    {
        using var shell = PowerShell.Create(_runspace);
        return shell.AddScript(script).AddArgument(record).Invoke().FirstOrDefault();
    }
}
