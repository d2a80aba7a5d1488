using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Finds the instances whose keys are asked for. An instance that is named twice is one.</summary>
internal sealed class KeyTargets(IInstanceApi instances, Func<Ec2KeyPairException, Task> failedAsync)
{
    private readonly Dictionary<string, KeyTarget> _found = new(StringComparer.Ordinal);

    /// <summary>Those that are named.</summary>
    /// <exception cref="Ec2KeyPairException">An Aws condition: then nothing could be asked at all.</exception>
    internal async Task<IReadOnlyList<KeyTarget>> OfWorkAsync(IReadOnlyList<KeyWork> work, CancellationToken cancel)
    {
        var resolver = new InstanceResolver(instances);
        for (var at = 0; at < work.Count; at += InstanceFilter.MaximumValues)
        {
            var slice = work.Skip(at).Take(InstanceFilter.MaximumValues).ToList();
            var resolved = await resolver.ResolveAsync(slice.ConvertAll(one => one.Identity), cancel).ConfigureAwait(false);
            for (var i = 0; i < slice.Count; i++) await AddAsync(resolved[i], slice[i].Keys).ConfigureAwait(false);
        }

        return _found.Values.ToList();
    }

    /// <summary>Those that have the tags.</summary>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    internal async Task<IReadOnlyList<KeyTarget>> OfSelectionAsync(
        InstanceSelection selection, IReadOnlyList<AuthorizedKeyText> keys, CancellationToken cancel)
    {
        await foreach (var batch in InstanceBatches.OfSelection(instances, selection, cancel).ConfigureAwait(false))
        {
            foreach (var named in batch) await AddAsync(named, keys).ConfigureAwait(false);
        }

        return _found.Values.ToList();
    }

    private async Task AddAsync(ResolvedInstance named, IReadOnlyList<AuthorizedKeyText> keys)
    {
        if (named.Error is { } error) await failedAsync(error).ConfigureAwait(false);
        else if (named.Instance!.IsWindows) await failedAsync(named.AsTarget(AuthorizedKeyErrors.NotLinux(named.Instance.InstanceId))).ConfigureAwait(false);
        else if (_found.TryGetValue(named.Instance.InstanceId, out var before)) _found[named.Instance.InstanceId] = before with { Keys = before.Keys.Concat(keys).Distinct().ToList() };
        else _found[named.Instance.InstanceId] = new KeyTarget(named, keys.Distinct().ToList());
    }
}
