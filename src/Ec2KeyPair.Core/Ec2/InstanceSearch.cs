namespace Ec2KeyPair.Core.Ec2;

/// <summary>Finds the instances that somebody may mean while a name is still being typed.</summary>
/// <remarks>A first page has them all in most accounts; in larger ones EC2 is asked for what begins with the typed text.</remarks>
public sealed class InstanceSearch(IInstanceApi api)
{
    /// <summary>What is looked at: one page of DescribeInstances.</summary>
    public const int MostInstances = 500;

    private static readonly InstanceFilter Alive = new("instance-state-name", ["pending", "running", "stopping", "stopped"]);

    /// <summary>The account's instances, as far as one page goes.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition.</exception>
    public Task<InstanceMatches> FirstAsync(CancellationToken cancel) => TakeAsync([Alive], cancel);

    /// <summary>The instances whose Name tag or id begins with the text. Upper and lower case count, as they do for EC2.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition.</exception>
    public async Task<InstanceMatches> BeginningAsync(string text, CancellationToken cancel)
    {
        var byName = TakeAsync([Alive, new InstanceFilter("tag:Name", [text]) { IsBeginning = true }], cancel);
        if (!text.StartsWith("i-", StringComparison.Ordinal)) return await byName.ConfigureAwait(false);
        var byId = await TakeAsync([Alive, new InstanceFilter("instance-id", [text]) { IsBeginning = true }], cancel).ConfigureAwait(false);
        var named = await byName.ConfigureAwait(false);
        return new InstanceMatches([.. named.Instances, .. byId.Instances], named.IsComplete && byId.IsComplete);
    }

    private async Task<InstanceMatches> TakeAsync(IReadOnlyCollection<InstanceFilter> filters, CancellationToken cancel)
    {
        var found = new List<Ec2Instance>();
        await foreach (var instance in api.FindAsync(filters, cancel).ConfigureAwait(false))
        {
            found.Add(instance);
            if (found.Count == MostInstances) return new InstanceMatches(found, false);
        }

        return new InstanceMatches(found, true);
    }
}
