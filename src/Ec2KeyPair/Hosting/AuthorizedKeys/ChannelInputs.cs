using System.Threading.Channels;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>Inputs that are needed all together: what is to be done to an instance is done at once, and parts of a fleet need its size.</summary>
internal static class ChannelInputs
{
    internal static async Task<IReadOnlyList<T>> ReadToEndAsync<T>(this ChannelReader<T> inputs, CancellationToken cancel)
    {
        var all = new List<T>();
        while (await inputs.WaitToReadAsync(cancel))
        {
            while (inputs.TryRead(out var input)) all.Add(input);
        }

        return all;
    }
}
