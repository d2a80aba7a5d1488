using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Session;

/// <summary>Finds the Region: -Region, <c>$StoredAWSRegion</c>, environment, the profile in use.</summary>
internal static class RegionResolver
{
    /// <summary>The Region and where it came from.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal static (string Region, string Source) Resolve(string? given, AwsSessionParameters parameters, ResolvedCredentials credentials)
    {
        if (!string.IsNullOrEmpty(given)) return (given!, "-Region");
        if (!string.IsNullOrEmpty(parameters.StoredRegion)) return (parameters.StoredRegion!, "$StoredAWSRegion");
        foreach (var variable in new[] { "AWS_REGION", "AWS_DEFAULT_REGION" })
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } region) return (region, variable);
        }

        if (credentials.ProfileRegion is { } ofProfile) return (ofProfile, credentials.Source);
        throw new Ec2KeyPairException(
            ErrorCondition.AwsRegionNotFound,
            "No AWS Region: none in -Region, $StoredAWSRegion, AWS_REGION, AWS_DEFAULT_REGION or the profile.",
            mend: "Give -Region, run Set-DefaultAWSRegion, or set AWS_REGION.");
    }
}
