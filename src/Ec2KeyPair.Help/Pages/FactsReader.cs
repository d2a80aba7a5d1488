namespace Ec2KeyPair.Help.Pages;

/// <summary>Reads the yaml block of a parameter: always the same keys in the same order.</summary>
internal sealed class FactsReader
{
    private const string Item = "- ";
    private readonly Queue<string> _lines;

    private FactsReader(IEnumerable<string> lines) => _lines = new Queue<string>(lines);

    /// <summary>The facts.</summary>
    /// <exception cref="FormatException">A key is missing, unknown or not in its place.</exception>
    internal static ParameterFacts Read(IEnumerable<string> lines)
    {
        var reader = new FactsReader(lines);
        var facts = new ParameterFacts
        {
            Type = reader.Value("Type"),
            DefaultValue = reader.Value("DefaultValue"),
            SupportsWildcards = reader.Flag("SupportsWildcards"),
            Aliases = reader.Values("Aliases"),
            ParameterSets = reader.Sets(),
            DontShow = reader.Flag("DontShow"),
            AcceptedValues = reader.Values("AcceptedValues"),
            HelpMessage = reader.Value("HelpMessage"),
        };
        return reader._lines.TryPeek(out var rest) ? throw new FormatException($"the yaml block goes on after its end: {rest}") : facts;
    }

    private List<ParameterSetFacts> Sets()
    {
        _ = Next("ParameterSets:");
        var sets = new List<ParameterSetFacts>();
        while (_lines.TryPeek(out var line) && line.StartsWith(Item, StringComparison.Ordinal))
        {
            sets.Add(new ParameterSetFacts
            {
                Name = Value("- Name"),
                Position = Value("  Position"),
                IsRequired = Flag("  IsRequired"),
                ValueFromPipeline = Flag("  ValueFromPipeline"),
                ValueFromPipelineByPropertyName = Flag("  ValueFromPipelineByPropertyName"),
                ValueFromRemainingArguments = Flag("  ValueFromRemainingArguments"),
            });
        }

        return sets;
    }

    private List<string> Values(string key)
    {
        if (Next(key + ":") == "[]") return [];
        var values = new List<string>();
        while (_lines.TryPeek(out var line) && line.StartsWith(Item, StringComparison.Ordinal)) values.Add(Unquoted(_lines.Dequeue()[Item.Length..]));
        return values;
    }

    private bool Flag(string key) => Value(key) switch
    {
        "true" => true,
        "false" => false,
        var other => throw new FormatException($"{key.Trim()} is true or false, not '{other}'"),
    };

    private string Value(string key) => Unquoted(Next(key + ":"));

    private string Next(string start)
    {
        var line = _lines.Count > 0 ? _lines.Dequeue() : "the end of the yaml block";
        return line.StartsWith(start, StringComparison.Ordinal)
            ? line[start.Length..].Trim()
            : throw new FormatException($"'{start}' is expected and not '{line}'");
    }

    private static string Unquoted(string value) =>
        value is ['\'', .. var inner, '\''] ? inner.Replace("''", "'", StringComparison.Ordinal) : value;
}
