using System.Management.Automation;

namespace Ec2KeyPair.Aws.Session;

/// <summary>What a cmdlet's common parameters and the session's variables say of the AWS session; nothing is resolved yet.</summary>
internal sealed record AwsSessionParameters
{
    internal string? AccessKey { get; init; }

    internal string? SecretKey { get; init; }

    internal string? SessionToken { get; init; }

    internal string? ProfileName { get; init; }

    internal string? ProfileLocation { get; init; }

    /// <summary>What was given with -Credential: a PSCredential, or credentials of AWS.Tools' own SDK.</summary>
    internal object? Credential { get; init; }

    /// <summary>The value of <c>$StoredAWSCredentials</c>, unwrapped, or null.</summary>
    internal object? StoredCredentials { get; init; }

    /// <summary>The value of <c>$StoredAWSRegion</c>, or null.</summary>
    internal string? StoredRegion { get; init; }

    internal string? EndpointUrl { get; init; }

    /// <summary>Asks a person for the code of an MFA device; null where nobody can answer.</summary>
    internal Func<string, string>? AskMfaCode { get; init; }

    /// <summary>Nobody expects a question now: profiles whose program might ask one are not used.</summary>
    internal bool MustBeSilent { get; init; }
}
