using System.Management.Automation;

namespace Ec2KeyPair.Tour;

/// <summary>A row for a record.</summary>
internal sealed record TableView(string Name, IReadOnlyList<ViewField> Fields) : RecordView(Name, Fields)
{
    private const int NarrowestColumn = 8;

    internal override IEnumerable<string> Header(int width) =>
    [
        "",
        Join(Fields.Select(field => field.Label), width),
        Join(Fields.Select(field => new string('-', field.Label.Length)), width),
    ];

    internal override IEnumerable<string> Lines(PSObject record, int width) =>
        [Join(Fields.Select(field => CellText.Of(field.Value(record))), width)];

    private string Join(IEnumerable<string> cells, int width)
    {
        var taken = Fields.Sum(field => field.Width + 1 ?? 0);
        var rest = Math.Max(NarrowestColumn, (width - 1 - taken) / Math.Max(1, Fields.Count(field => field.Width is null)));
        return string.Join(' ', cells.Zip(Fields, (cell, field) => CellText.Fit(cell, field.Width ?? rest))).TrimEnd();
    }
}
