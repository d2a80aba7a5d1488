using System.Threading.Channels;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>Brings instances in batches, from whatever names them.</summary>
public static class InstanceBatches
{
    /// <summary>Finds what people name, as many at once as have piled up; one DescribeInstances or two for each batch.</summary>
    /// <param name="api">The Region's instances.</param>
    /// <param name="inputs">The names, and whatever else comes with them.</param>
    /// <param name="identity">The name in an input.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition: then nothing could be asked at all.</exception>
    public static IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> OfIdentities<T>(
        IInstanceApi api, ChannelReader<T> inputs, Func<T, string> identity, CancellationToken cancel) =>
        OfIdentities(api, inputs, identity, static _ => false, cancel);

    /// <summary>As the other, where some names are of machines that EC2 does not know: these pass as they are, with neither instance nor error.</summary>
    /// <param name="api">The Region's instances.</param>
    /// <param name="inputs">The names, and whatever else comes with them.</param>
    /// <param name="identity">The name in an input.</param>
    /// <param name="isElsewhere">True for a name that is not EC2's.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition: then nothing could be asked at all.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> OfIdentities<T>(
        IInstanceApi api,
        ChannelReader<T> inputs,
        Func<T, string> identity,
        Func<string, bool> isElsewhere,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var resolver = new InstanceResolver(api);
        while (await inputs.WaitToReadAsync(cancel).ConfigureAwait(false))
        {
            var batch = new List<string>();
            while (batch.Count < InstanceFilter.MaximumValues && inputs.TryRead(out var input)) batch.Add(identity(input));
            var elsewhere = batch.Where(isElsewhere).Select(name => new ResolvedInstance(name, null, null)).ToList();
            if (elsewhere.Count > 0) yield return elsewhere;
            var here = batch.Where(name => !isElsewhere(name)).ToList();
            if (here.Count > 0) yield return await resolver.ResolveAsync(here, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>One instance that is known already.</summary>
    internal static async IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> Of(Ec2Instance instance)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return [new ResolvedInstance(instance.InstanceId, instance, null)];
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
