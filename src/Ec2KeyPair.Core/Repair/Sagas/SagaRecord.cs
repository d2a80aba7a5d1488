namespace Ec2KeyPair.Core.Repair.Sagas;

/// <summary>How far the last saga of a journal has come.</summary>
public sealed class SagaRecord
{
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _undone = new(StringComparer.Ordinal);

    private SagaRecord()
    {
    }

    /// <summary>The saga's name; null when the journal has none.</summary>
    public string? Name { get; private set; }

    /// <summary>True when it was begun and has not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True when what it was for has been achieved.</summary>
    public bool IsServed { get; private set; }

    /// <summary>True once everything is being put back.</summary>
    public bool IsUnwinding { get; private set; }

    /// <summary>Its facts.</summary>
    internal IReadOnlyList<JournalEntry> Entries { get; private set; } = [];

    /// <summary>Reads it off the entries of a journal.</summary>
    public static SagaRecord Of(IReadOnlyList<JournalEntry> entries)
    {
        var record = new SagaRecord();
        var began = entries.Select((entry, at) => (entry, at)).LastOrDefault(pair => pair.entry.Mark == JournalMark.Began);
        if (began.entry is null) return record;
        record.Name = began.entry.Name;
        record.IsOpen = true;
        record.Entries = entries.Skip(began.at + 1).ToList();
        foreach (var entry in record.Entries) record.Take(entry);
        return record;
    }

    /// <summary>One of its facts; null when it was never noted.</summary>
    public string? Fact(string name) => Entries.LastOrDefault(entry => entry.Mark == JournalMark.Fact && entry.Name == name)?.Value;

    /// <summary>True when the step may have changed something that has not been put back.</summary>
    internal bool MayStand(string step) => _begun.Contains(step) && !_undone.Contains(step);

    internal bool IsDone(string step) => _done.Contains(step);

    internal void Take(JournalEntry entry)
    {
        switch (entry.Mark)
        {
            case JournalMark.Doing:
                _begun.Add(entry.Name);
                break;
            case JournalMark.Done:
                _done.Add(entry.Name);
                break;
            case JournalMark.Undone:
                _undone.Add(entry.Name);
                IsUnwinding = true;
                break;
            case JournalMark.Served:
                IsServed = true;
                break;
            case JournalMark.Unwinding:
                IsUnwinding = true;
                break;
            case JournalMark.Ended:
                IsOpen = false;
                break;
        }
    }
}
