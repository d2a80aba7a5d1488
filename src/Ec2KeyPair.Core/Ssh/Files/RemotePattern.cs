namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>A path on an instance, with wildcards in any of its parts.</summary>
/// <param name="remote">The instance's files.</param>
/// <param name="matcher">What decides whether a name fits a part of the path; null for a part that has no wildcards.</param>
internal sealed class RemotePattern(RemoteFiles remote, Func<string, Func<string, bool>?> matcher)
{
    /// <summary>What the path names, links at its end followed; nothing when wildcards fit nothing.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">PathNotFound: a path without wildcards; RemoteAccessDenied, RemoteFileFailed, ConnectionLost.</exception>
    internal async Task<IReadOnlyList<RemoteEntry>> ExpandAsync(string path, CancellationToken cancel)
    {
        var start = path.StartsWith("/", StringComparison.Ordinal) ? "/" : ".";
        var found = new List<RemoteEntry>();
        await ExpandAsync(start, path.Split(['/'], StringSplitOptions.RemoveEmptyEntries), 0, found, cancel).ConfigureAwait(false);
        return found;
    }

    private async Task ExpandAsync(string folder, string[] parts, int at, List<RemoteEntry> found, CancellationToken cancel)
    {
        var next = at;
        while (next < parts.Length && matcher(parts[next]) is null) next++;
        var here = parts.Skip(at).Take(next - at).Aggregate(folder, RemotePath.Combine);
        if (next == parts.Length)
        {
            // Behind a wildcard, a folder that lacks the rest is no error.
            if (at == 0) found.Add(await remote.GetAsync(here, cancel).ConfigureAwait(false));
            else if (await remote.FindAsync(here, cancel).ConfigureAwait(false) is { } entry) found.Add(entry);
            return;
        }

        var fits = matcher(parts[next])!;
        if (at > 0 && (await remote.FindAsync(here, cancel).ConfigureAwait(false))?.Kind != RemoteEntryKind.Folder) return;
        foreach (var entry in await remote.ListAsync(here, cancel).ConfigureAwait(false))
        {
            // As in shells, names that begin with a dot have to be asked for.
            if (!fits(entry.Name) || (entry.Name[0] == '.' && parts[next][0] != '.') || RemoteName.Fault(entry.Name, isWindows: false) is not null) continue;
            await ExpandAsync(RemotePath.Combine(here, entry.Name), parts, next + 1, found, cancel).ConfigureAwait(false);
        }
    }
}
