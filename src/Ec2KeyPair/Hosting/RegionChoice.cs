using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting;

/// <summary>The Regions that -Region names: any number, <c>*</c> for all that the account has enabled, the session's for none.</summary>
internal static class RegionChoice
{
    private const string All = "*";

    /// <summary>Opens them, each once. One caller at a time.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound, or for <c>*</c> an Aws condition.</exception>
    internal static async Task<IReadOnlyList<Ec2Region>> OpenAsync(AwsSession session, IReadOnlyCollection<string>? names, CancellationToken cancel)
    {
        if (names is null || names.Count == 0) return [session.Ec2()];
        var given = names.Where(name => name != All).ToList();
        if (given.Count < names.Count) given.AddRange(await Asked(session, given.FirstOrDefault()).Regions.ListEnabledAsync(cancel).ConfigureAwait(false));
        return given.Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Select(session.Ec2).ToList();
    }

    private static Ec2Region Asked(AwsSession session, string? given)
    {
        try
        {
            return session.Ec2(given);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsRegionNotFound)
        {
            throw new Ec2KeyPairException(
                e.Condition,
                "-Region '*' has to ask one Region for the others, and there is none in $StoredAWSRegion, AWS_REGION or the profile.",
                All,
                "Give one by name too (-Region us-east-1, *), run Set-DefaultAWSRegion, or set AWS_REGION.",
                e);
        }
    }
}
