namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>As few requests as will do.</summary>
internal static class Batches
{
    internal static IEnumerable<List<T>> Of<T>(List<T> all)
    {
        for (var at = 0; at < all.Count; at += BootSignal.MaximumIds)
        {
            yield return all.GetRange(at, Math.Min(BootSignal.MaximumIds, all.Count - at));
        }
    }
}
