using System.Collections;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>Plays System.DirectoryServices.DirectoryEntries: what a machine contains.</summary>
public sealed class PlayedDirectoryEntryCollection : IEnumerable<PlayedDirectoryEntry>
{
    private readonly PlayedDirectoryEntry[] _entries;

    internal PlayedDirectoryEntryCollection(IEnumerable<PlayedDirectoryEntry> entries) => _entries = [.. entries];

    /// <summary>The entry of that name and class; an unknown one is an error, as in ADSI.</summary>
    public PlayedDirectoryEntry Find(string name, string schemaClassName) =>
        Array.Find(_entries, entry => Same(entry.Name, name) && Same(entry.SchemaClassName, schemaClassName))
            ?? throw (Same(schemaClassName, "group") ? AdsiFault.UnknownGroup() : AdsiFault.UnknownUser());

    public IEnumerator<PlayedDirectoryEntry> GetEnumerator() => _entries.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
