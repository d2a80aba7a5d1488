using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>What one Region answered.</summary>
/// <param name="Region">The Region.</param>
/// <param name="Value">The answer, when there is no error.</param>
/// <param name="Error">Why there is no answer.</param>
internal sealed record RegionAnswer<TRegion, T>(TRegion Region, T? Value, Ec2KeyPairException? Error);

/// <summary>Asks Regions side by side.</summary>
internal static class RegionAnswers
{
    /// <summary>Asks each Region the same; answers stand in the order of the Regions, and one that fails does not fail the others.</summary>
    /// <remarks>
    /// A Region that is not enabled rejects the credentials (AuthFailure): only when all do so are the credentials
    /// to blame, and then it is thrown, because the next input would fail alike.
    /// </remarks>
    /// <exception cref="Ec2KeyPairException">A condition that concerns every input, from all Regions.</exception>
    internal static async Task<IReadOnlyList<RegionAnswer<TRegion, T>>> AskAsync<TRegion, T>(
        IReadOnlyList<TRegion> regions, Func<TRegion, Task<T>> ask)
    {
        var answers = await Task.WhenAll(regions.Select(region => OneAsync(region, ask))).ConfigureAwait(false);
        if (answers.Length > 0 && answers.All(answer => answer.Error is { } error && error.Condition.ConcernsEveryInput()))
        {
            throw answers[0].Error!;
        }

        return answers;
    }

    private static async Task<RegionAnswer<TRegion, T>> OneAsync<TRegion, T>(TRegion region, Func<TRegion, Task<T>> ask)
    {
        try
        {
            return new(region, await ask(region).ConfigureAwait(false), null);
        }
        catch (Ec2KeyPairException e)
        {
            return new(region, default, e);
        }
    }
}
