using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Session;

/// <summary>
/// Finds credentials in the order of AWS.Tools: keys, -ProfileName, -Credential, session variable, environment,
/// default profile, container, instance profile. What is named and missing is an error, never another account.
/// </summary>
internal static class CredentialResolver
{
    /// <exception cref="Ec2KeyPairException">AwsCredentialsNotFound, AwsProfileNotFound, ParameterInvalid.</exception>
    internal static ResolvedCredentials Resolve(AwsSessionParameters parameters)
    {
        if (parameters.AccessKey is not null || parameters.SecretKey is not null || parameters.SessionToken is not null)
        {
            return FromKeys(parameters);
        }

        if (parameters.ProfileName is { } profile) return ProfileCredentials.Load(profile, "-ProfileName", parameters);
        if (parameters.Credential is { } given)
        {
            return new(Shaped(given, "-Credential"), null, "-Credential");
        }

        if (parameters.StoredCredentials is { } stored)
        {
            return new(Shaped(stored, "$StoredAWSCredentials"), null, "$StoredAWSCredentials");
        }

        return FromEnvironment(parameters) ?? FromMachine() ?? throw new Ec2KeyPairException(
            ErrorCondition.AwsCredentialsNotFound,
            "No AWS credentials: none in the parameters, the session, the environment, the default profile, the container or the instance profile.",
            mend: "Give -ProfileName, run Set-AWSCredential, or set AWS_PROFILE.");
    }

    private static ResolvedCredentials FromKeys(AwsSessionParameters parameters)
    {
        if (string.IsNullOrEmpty(parameters.AccessKey) || string.IsNullOrEmpty(parameters.SecretKey))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid, "-AccessKey and -SecretKey go together (and -SessionToken with both).");
        }

        AWSCredentials keys = string.IsNullOrEmpty(parameters.SessionToken)
            ? new BasicAWSCredentials(parameters.AccessKey, parameters.SecretKey)
            : new SessionAWSCredentials(parameters.AccessKey, parameters.SecretKey, parameters.SessionToken);
        return new(keys, null, "-AccessKey");
    }

    private static AWSCredentials Shaped(object value, string source) => ForeignCredentials.From(value)
        ?? throw new Ec2KeyPairException(
            ErrorCondition.ParameterInvalid,
            $"{source} is a {value.GetType().FullName}: neither a PSCredential nor credentials of AWS.Tools.",
            mend: "Use Get-AWSCredential, or a PSCredential with the access key as user name and the secret key as password.");

    private static ResolvedCredentials? FromEnvironment(AwsSessionParameters parameters)
    {
        if (Has("AWS_ACCESS_KEY_ID") && !Has("AWS_SECRET_ACCESS_KEY"))
        {
            // An account was named: falling through to a profile could be another one.
            throw new Ec2KeyPairException(
                ErrorCondition.AwsCredentialsNotFound,
                "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not. No other account is used in its place.",
                mend: "Set both, or neither.");
        }

        if (Has("AWS_ACCESS_KEY_ID"))
        {
            return new(new EnvironmentVariablesAWSCredentials(), null, "the environment (AWS_ACCESS_KEY_ID)");
        }

        if (Has("AWS_WEB_IDENTITY_TOKEN_FILE") && Has("AWS_ROLE_ARN"))
        {
            return new(
                AssumeRoleWithWebIdentityCredentials.FromEnvironmentVariables(), null, "the environment (AWS_WEB_IDENTITY_TOKEN_FILE)");
        }

        if (Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } named)
        {
            return ProfileCredentials.Load(named, "AWS_PROFILE", parameters);
        }

        return ProfileCredentials.Exists("default", parameters.ProfileLocation)
            ? ProfileCredentials.Load("default", "the default profile", parameters)
            : null;
    }

    private static ResolvedCredentials? FromMachine()
    {
        if (Has("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || Has("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
        {
            return new(new GenericContainerCredentials(), null, "the container");
        }

        if (string.Equals(Environment.GetEnvironmentVariable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return new(new InstanceProfileAWSCredentials(), null, "the instance profile");
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or InvalidOperationException)
        {
            // Not on EC2, or no role: the caller says that nothing was found anywhere.
            return null;
        }
    }

    private static bool Has(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
