using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>Which instances get an entry: those that are named, those with some tags, or all.</summary>
/// <remarks>Of tags and all only those count that run or are about to, and no Windows: ssh has nothing to do with the others.</remarks>
public sealed class SshHostSelection
{
    private readonly IReadOnlyList<string>? _identities;
    private readonly IReadOnlyDictionary<string, string> _tags;

    private SshHostSelection(IReadOnlyList<string>? identities, IReadOnlyDictionary<string, string> tags)
    {
        _identities = identities;
        _tags = tags;
    }

    /// <summary>True for all: then an instance that is not found is gone.</summary>
    public bool IsWhole => _identities is null && _tags.Count == 0;

    /// <summary>Those that are named, in whatever state.</summary>
    public static SshHostSelection Named(IReadOnlyList<string> identities) => new(identities, new Dictionary<string, string>());

    /// <summary>Those that have all of these tags, with exactly these values; all when there are no tags.</summary>
    public static SshHostSelection Tagged(IReadOnlyDictionary<string, string> tags) => new(null, tags);

    /// <summary>The instances, each once.</summary>
    /// <param name="api">Where to look.</param>
    /// <param name="report">Told of each name that names no instance, or several.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The instances that get an entry, and the accounts of all that were seen.</returns>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    public async Task<(IReadOnlyList<Ec2Instance> Instances, IReadOnlyCollection<string?> Accounts)> FindAsync(
        IInstanceApi api, Func<Ec2KeyPairException, Task> report, CancellationToken cancel)
    {
        var seen = _identities is null
            ? await AllAsync(api, cancel).ConfigureAwait(false)
            : await NamedAsync(api, _identities, report, cancel).ConfigureAwait(false);
        var wanted = seen.Where(instance => _identities is not null || (!instance.IsWindows && instance.State is ("pending" or "running")));
        return (
            wanted.GroupBy(instance => instance.InstanceId, StringComparer.Ordinal).Select(same => same.First()).ToList(),
            seen.Select(instance => instance.OwnerId).Distinct().ToList());
    }

    // Whatever their state: one that ended today still tells the account.
    private async Task<List<Ec2Instance>> AllAsync(IInstanceApi api, CancellationToken cancel)
    {
        var found = new List<Ec2Instance>();
        var filters = _tags.Select(tag => new InstanceFilter("tag:" + tag.Key, [tag.Value])).ToList();
        await foreach (var instance in api.FindAsync(filters, cancel).ConfigureAwait(false)) found.Add(instance);
        return found;
    }

    private static async Task<List<Ec2Instance>> NamedAsync(
        IInstanceApi api, IReadOnlyList<string> identities, Func<Ec2KeyPairException, Task> report, CancellationToken cancel)
    {
        var found = new List<Ec2Instance>();
        foreach (var answer in await new InstanceResolver(api).ResolveAsync(identities, cancel).ConfigureAwait(false))
        {
            if (answer.Error is { } error) await report(error).ConfigureAwait(false);
            else found.Add(answer.Instance!);
        }

        return found;
    }
}
