using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>Finds the instances that people name, many in one look. A name that fails does not fail the others.</summary>
/// <remarks>
/// Ids go through the filter <c>instance-id</c>, not the parameter: one id that is not there fails the whole
/// call of the parameter (InvalidInstanceID.NotFound), while the filter just does not return it.
/// </remarks>
public sealed class InstanceResolver(IInstanceApi api)
{
    /// <summary>Finds one instance.</summary>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, InstanceAmbiguous, or an Aws condition.</exception>
    public async Task<Ec2Instance> ResolveAsync(string identity, CancellationToken cancel)
    {
        var found = await ResolveAsync([identity], cancel).ConfigureAwait(false);
        return found[0].Instance ?? throw found[0].Error!;
    }

    /// <summary>Finds many; the answers stand in the order of the questions.</summary>
    /// <exception cref="Ec2KeyPairException">An Aws condition: then nothing could be asked at all.</exception>
    public async Task<IReadOnlyList<ResolvedInstance>> ResolveAsync(
        IReadOnlyList<string> identities, CancellationToken cancel)
    {
        var byFilter = identities
            .Distinct(StringComparer.Ordinal)
            .SelectMany(text => InstanceIdentity.FilterNames(text).Select(filter => (filter, text)))
            .GroupBy(pair => pair.filter, pair => pair.text);
        var seen = new Dictionary<string, Ec2Instance>(StringComparer.Ordinal);
        foreach (var group in byFilter)
        {
            foreach (var values in Slices(group.ToList()))
            {
                await foreach (var instance in api.FindAsync([new InstanceFilter(group.Key, values)], cancel).ConfigureAwait(false))
                {
                    seen[instance.InstanceId] = instance;
                }
            }
        }

        return identities.Select(text => Answer(text, seen)).ToList();
    }

    private ResolvedInstance Answer(string text, Dictionary<string, Ec2Instance> seen)
    {
        if (InstanceIdentity.IsId(text))
        {
            return seen.TryGetValue(text, out var instance) ? new(text, instance, null) : new(text, null, NotFound(text));
        }

        // A terminated instance keeps its Name tag for an hour and is nobody's aim.
        var candidates = seen.Values
            .Where(instance => InstanceIdentity.Names(text, instance) && instance.State is not ("terminated" or "shutting-down"))
            .ToList();
        return candidates.Count switch
        {
            0 => new(text, null, NotFound(text)),
            1 => new(text, candidates[0], null),
            _ => new(text, null, Ambiguous(text, candidates)),
        };
    }

    private Ec2KeyPairException NotFound(string text) => new(
        ErrorCondition.InstanceNotFound,
        $"No instance '{Printable.Text(text)}' in {api.Region}: neither an id nor a Name tag, an IP address or a DNS name.",
        text,
        "Check the Region and the account (-Region, -ProfileName).");

    private static Ec2KeyPairException Ambiguous(string text, List<Ec2Instance> candidates) => new(
        ErrorCondition.InstanceAmbiguous,
        $"'{Printable.Text(text)}' names {candidates.Count} instances: "
            + string.Join(", ", candidates.Select(instance => $"{instance.InstanceId} ({instance.State})")) + ".",
        text,
        "Name one of them by its id.");

    private static IEnumerable<List<string>> Slices(List<string> values)
    {
        for (var at = 0; at < values.Count; at += InstanceFilter.MaximumValues)
        {
            yield return values.GetRange(at, Math.Min(InstanceFilter.MaximumValues, values.Count - at));
        }
    }
}
