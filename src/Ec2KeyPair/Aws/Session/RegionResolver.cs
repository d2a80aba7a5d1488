using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Aws.Session;

/// <summary>Finds the Region: -Region, <c>$StoredAWSRegion</c>, environment, the profile in use.</summary>
internal static class RegionResolver
{
    /// <summary>The Region and where it came from.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal static (string Region, string Source) Resolve(string? given, AwsSessionParameters parameters, ResolvedCredentials credentials)
    {
        var found = Find(given, parameters, credentials);
        // The Region becomes a part of the host's name.
        if (found.Region.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-')) return found;
        throw new Ec2KeyPairException(
            ErrorCondition.ParameterInvalid,
            $"'{Printable.Text(found.Region)}' ({found.Source}) is not the name of a Region.",
            found.Region,
            "Give one like eu-central-1.");
    }

    private static (string Region, string Source) Find(string? given, AwsSessionParameters parameters, ResolvedCredentials credentials)
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
