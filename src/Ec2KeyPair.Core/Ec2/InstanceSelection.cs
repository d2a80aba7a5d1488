using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>Names instances by their tags: all that have every one of them, with any of the values given for it.</summary>
/// <example><code>
/// var selection = InstanceSelection.OfWindows(new Dictionary&lt;string, IReadOnlyList&lt;string&gt;&gt; { ["stage"] = ["test", "prod"] });
/// await foreach (var instance in selection.FindAsync(ec2.Instances, cancel)) ...
/// </code></example>
public sealed class InstanceSelection
{
    // EC2's own limit of tags on one resource.
    private const int MostTags = 50;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _tags;
    private readonly List<InstanceFilter> _filters;
    private readonly bool _isOfWindows;

    private InstanceSelection(IReadOnlyDictionary<string, IReadOnlyList<string>> tags, bool isOfWindows, IEnumerable<InstanceFilter> others)
    {
        ThrowIfInvalid(tags);
        _tags = tags;
        _isOfWindows = isOfWindows;
        _filters = tags.Select(tag => new InstanceFilter("tag:" + tag.Key, tag.Value)).Concat(others).ToList();
    }

    /// <summary>Windows instances that run or are about to.</summary>
    /// <param name="tags">Values by key; both are taken as they are, EC2's wildcards included.</param>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid: no tags, too many, or a tag without a value.</exception>
    public static InstanceSelection OfWindows(IReadOnlyDictionary<string, IReadOnlyList<string>> tags) => new(
        tags, true, [new InstanceFilter("platform", ["windows"]), new InstanceFilter("instance-state-name", ["pending", "running"])]);

    /// <summary>All others than Windows instances that run or are about to.</summary>
    /// <param name="tags">As for <see cref="OfWindows"/>.</param>
    /// <exception cref="Ec2KeyPairException">As for <see cref="OfWindows"/>.</exception>
    public static InstanceSelection OfLinux(IReadOnlyDictionary<string, IReadOnlyList<string>> tags) => new(
        tags, false, [new InstanceFilter("instance-state-name", ["pending", "running"])]);

    /// <summary>All others than Windows instances, those that are stopped too.</summary>
    /// <param name="tags">As for <see cref="OfWindows"/>.</param>
    /// <exception cref="Ec2KeyPairException">As for <see cref="OfWindows"/>.</exception>
    public static InstanceSelection OfLinuxInAnyState(IReadOnlyDictionary<string, IReadOnlyList<string>> tags) => new(
        tags, false, [new InstanceFilter("instance-state-name", ["pending", "running", "stopping", "stopped"])]);

    /// <summary>The instances, page by page.</summary>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    public async IAsyncEnumerable<Ec2Instance> FindAsync(IInstanceApi api, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var instance in api.FindAsync(_filters, cancel).ConfigureAwait(false))
        {
            // EC2's filter "platform" knows Windows, and nothing of the others.
            if (_isOfWindows || !instance.IsWindows) yield return instance;
        }
    }

    /// <summary>The error for a selection that selects nothing.</summary>
    public Ec2KeyPairException NotFound(string region) => new(
        ErrorCondition.InstanceNotFound,
        $"No {(_isOfWindows ? "Windows" : "Linux")} instance that runs in {region} has the tags {this}.",
        ToString(),
        "Check the tags, the Region and the account (-Region, -ProfileName).");

    /// <summary>The tags for a message: <c>stage = test|prod; team = web</c>.</summary>
    public override string ToString() => Printable.Text(string.Join("; ", _tags.Select(tag => $"{tag.Key} = {string.Join("|", tag.Value)}")));

    private static void ThrowIfInvalid(IReadOnlyDictionary<string, IReadOnlyList<string>> tags)
    {
        var fault = tags.Count is 0 or > MostTags ? $"has {tags.Count} tags; it takes 1 to {MostTags}"
            : tags.Keys.Any(key => key.Length == 0) ? "has a tag without a key"
            : tags.FirstOrDefault(tag => tag.Value.Count is 0 or > InstanceFilter.MaximumValues) is { Key: { } key }
                ? $"has no value, or more than {InstanceFilter.MaximumValues}, for '{Printable.Text(key)}'"
            : null;
        if (fault is null) return;
        throw new Ec2KeyPairException(ErrorCondition.ParameterInvalid, $"-Tag {fault}.", mend: "Give tags as @{ team = 'web'; stage = 'test', 'prod' }.");
    }
}
