namespace Ec2KeyPair.Core.Errors;

/// <summary>What follows from a condition.</summary>
public static class ErrorConditionExtensions
{
    /// <summary>True when the next input would fail alike, so that going on is pointless.</summary>
    public static bool ConcernsEveryInput(this ErrorCondition condition) => condition
        is ErrorCondition.AwsCredentialsNotFound
        or ErrorCondition.AwsProfileNotFound
        or ErrorCondition.AwsRegionNotFound
        or ErrorCondition.AwsCredentialsRejected
        or ErrorCondition.InternalError;
}
