using System.Management.Automation;

namespace Ec2KeyPair.Tour;

/// <summary>A column or a line: its label, its width in a table (null: what is left), and where its value comes from.</summary>
internal sealed record ViewField(string Label, int? Width, Func<PSObject, object?> Value);

/// <summary>How records of one type look.</summary>
internal abstract record RecordView(string Name, IReadOnlyList<ViewField> Fields)
{
    // The engine's own limit: https://learn.microsoft.com/powershell/scripting/developer/format/formatting-file-overview
    private const int MostColumnsOfProperties = 4;

    /// <summary>What the engine makes of a record without a view: a table of up to four properties, else a list.</summary>
    internal static RecordView OfProperties(PSObject record)
    {
        var names = record.Properties.Select(property => property.Name).ToList();
        var fields = names.Select((name, at) => new ViewField(
            name,
            at == names.Count - 1 ? null : Math.Max(name.Length, CellText.Of(record.Properties[name].Value).Length),
            row => row.Properties[name]?.Value)).ToList();
        return names.Count is > 0 and <= MostColumnsOfProperties
            ? new TableView(record.TypeNames[0], fields)
            : new ListView(record.TypeNames[0], fields);
    }

    /// <summary>The lines before the first record.</summary>
    internal abstract IEnumerable<string> Header(int width);

    /// <summary>The lines of one record.</summary>
    internal abstract IEnumerable<string> Lines(PSObject record, int width);
}
