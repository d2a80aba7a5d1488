namespace Ec2KeyPair.Core.SshConfig;

/// <summary>What writing entries changes in the file.</summary>
/// <param name="Names">The name of each entry in the file, by instance id; null where it has none but the id.</param>
/// <param name="Changed">Instances whose entry is new or another one than before.</param>
/// <param name="Removed">Instances whose entry is gone.</param>
public sealed record SshConfigChange(
    IReadOnlyDictionary<string, string?> Names, IReadOnlyCollection<string> Changed, IReadOnlyCollection<string> Removed)
{
    /// <summary>True when the file is the same byte for byte.</summary>
    public required bool IsNone { get; init; }

    /// <summary>Names that entries would have by their tags, by instance id, and that the user's own ssh config has for other hosts.</summary>
    public required IReadOnlyDictionary<string, string> Withheld { get; init; }

    /// <summary>What is to be said of an entry that stands in the file now.</summary>
    public SshHostRecord RecordOf(SshHostEntry entry, string path) => new(
        Names[entry.InstanceId] ?? entry.InstanceId,
        entry.InstanceId,
        entry.HostName,
        entry.User,
        entry.Via,
        entry.IsPinned,
        Changed.Contains(entry.InstanceId),
        path);
}
