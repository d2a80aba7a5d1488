namespace Ec2KeyPair.Core.Repair.Sagas;

/// <summary>What outlives the process: entries in the order in which they were written.</summary>
public interface ISagaJournal
{
    /// <summary>All entries.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileReadFailed.</exception>
    IReadOnlyList<JournalEntry> Read();

    /// <summary>Adds one. When this returns it is safe, whatever happens to the process or the machine.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileWriteFailed.</exception>
    void Append(JournalEntry entry);
}
