namespace Ec2KeyPair.Core.Repair.Sagas;

/// <summary>One line of the journal. It never holds a secret.</summary>
/// <param name="Mark">What it says.</param>
/// <param name="Name">Of which saga, step or fact; empty where that is clear.</param>
/// <param name="Value">A fact's value.</param>
public sealed record JournalEntry(JournalMark Mark, string Name = "", string? Value = null);
