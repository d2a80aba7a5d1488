namespace Ec2KeyPair.Core.Repair.Sagas;

/// <summary>What a saga has to remember, also after a kill. Every fact is safe in the journal before it is used.</summary>
public sealed class SagaFacts
{
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);
    private readonly ISagaJournal _journal;

    internal SagaFacts(ISagaJournal journal, IEnumerable<JournalEntry> earlier)
    {
        _journal = journal;
        foreach (var fact in earlier.Where(entry => entry.Mark == JournalMark.Fact)) _facts[fact.Name] = fact.Value ?? "";
    }

    /// <summary>The fact; null when it was never noted.</summary>
    public string? Find(string name) => _facts.TryGetValue(name, out var value) ? value : null;

    /// <summary>The fact, which an earlier step has noted.</summary>
    /// <exception cref="InvalidOperationException">It was never noted: a defect.</exception>
    public string Get(string name) => Find(name) ?? throw new InvalidOperationException($"The journal has no fact '{name}'.");

    /// <summary>Notes a fact.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileWriteFailed.</exception>
    public void Note(string name, string value)
    {
        if (Find(name) == value) return;
        _journal.Append(new JournalEntry(JournalMark.Fact, name, value));
        _facts[name] = value;
    }
}
