using System.Threading.Channels;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>Brings instances in batches, from whatever names them.</summary>
public static class InstanceBatches
{
    /// <summary>Finds what people name, as many at once as have piled up; one DescribeInstances or two for each batch.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition: then nothing could be asked at all.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> OfIdentities(
        IInstanceApi api, ChannelReader<string> identities, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var resolver = new InstanceResolver(api);
        while (await identities.WaitToReadAsync(cancel).ConfigureAwait(false))
        {
            var batch = new List<string>();
            while (batch.Count < InstanceFilter.MaximumValues && identities.TryRead(out var identity)) batch.Add(identity);
            yield return await resolver.ResolveAsync(batch, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The instances of a selection; of one that selects nothing, the error InstanceNotFound.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> OfSelection(
        IInstanceApi api, InstanceSelection selection, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var batch = new List<ResolvedInstance>();
        var isEmpty = true;
        await foreach (var instance in selection.FindAsync(api, cancel).ConfigureAwait(false))
        {
            isEmpty = false;
            batch.Add(new ResolvedInstance(instance.InstanceId, instance, null));
            if (batch.Count < InstanceFilter.MaximumValues) continue;
            yield return batch;
            batch = [];
        }

        if (isEmpty) batch.Add(new ResolvedInstance(selection.ToString(), null, selection.NotFound(api.Region)));
        if (batch.Count > 0) yield return batch;
    }
}
