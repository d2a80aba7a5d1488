namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>Prints rows as a Markdown table, which is readable as it is.</summary>
internal static class Table
{
    internal static void Print(IReadOnlyList<Row> rows)
    {
        List<string[]> cells = [["figure", "ours", "peer", "ratio", "asked for", "met"]];
        cells.AddRange(rows.Select(row => new[]
        {
            row.Figure, row.Ours, row.Peer, row.Ratio, row.Asked, row.IsMet switch { true => "yes", false => "NO", null => "" },
        }));
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(line => line[column].Length)).ToArray();
        cells.Insert(1, widths.Select(width => new string('-', width)).ToArray());
        foreach (var line in cells) Console.WriteLine("| " + string.Join(" | ", line.Select((cell, i) => cell.PadRight(widths[i]))) + " |");
    }
}
