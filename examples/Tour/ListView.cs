using System.Management.Automation;

namespace Ec2KeyPair.Tour;

/// <summary>A line for each property of a record.</summary>
internal sealed record ListView(string Name, IReadOnlyList<ViewField> Fields) : RecordView(Name, Fields)
{
    internal override IEnumerable<string> Header(int width) => [];

    internal override IEnumerable<string> Lines(PSObject record, int width)
    {
        var labels = Fields.Max(field => field.Label.Length);
        return Fields.Select(field => $"{field.Label.PadRight(labels)} : {CellText.Of(field.Value(record))}").Prepend("");
    }
}
