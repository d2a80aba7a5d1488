using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Session;

/// <summary>Profiles of the shared files and, on Windows, of the SDK store, as AWS.Tools and the AWS CLI write them.</summary>
internal static class ProfileCredentials
{
    internal static bool Exists(string name, string? location) =>
        Chain(location).TryGetProfile(name, out _);

    /// <summary>The profiles that there are, with their Regions.</summary>
    internal static IReadOnlyList<(string Name, string? Region)> List(string? location) =>
        Chain(location).ListProfiles().Select(profile => (profile.Name, profile.Region?.SystemName)).ToList();

    /// <summary>Opens a profile: keys, assumed roles (source_profile, MFA), SSO, processes.</summary>
    /// <exception cref="Ec2KeyPairException">AwsProfileNotFound: missing or incomplete.</exception>
    internal static ResolvedCredentials Load(string name, string source, AwsSessionParameters parameters)
    {
        var chain = Chain(parameters.ProfileLocation);
        if (!chain.TryGetProfile(name, out var profile)) throw Missing(name, source, parameters.ProfileLocation);
        try
        {
            var credentials = AWSCredentialsFactory.GetAWSCredentials(profile, chain);
            Configure(credentials, parameters);
            return new(credentials, profile.Region?.SystemName, $"profile '{name}' ({source})", name);
        }
        catch (Exception e) when (e is InvalidDataException or AmazonClientException)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.AwsProfileNotFound,
                $"The AWS profile '{name}' ({source}) can't be used: {e.Message}",
                name,
                "Complete it in ~/.aws/config, or run 'aws configure'.",
                e);
        }
    }

    // The SDK reads AWS_SHARED_CREDENTIALS_FILE once in a process and only if the file is there by then; in a shell
    // the variable is set and changed at any time, and an old file of it would be another account.
    private static CredentialProfileStoreChain Chain(string? location) =>
        new(location ?? Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE"));

    private static void Configure(AWSCredentials credentials, AwsSessionParameters parameters)
    {
        switch (credentials)
        {
            // Programs of credential_process ask for what they need: a code, a touch of a key.
            case ProcessAWSCredentials when parameters.MustBeSilent:
                throw NotAsked();
            case AssumeRoleAWSCredentials { SourceCredentials: ProcessAWSCredentials } when parameters.MustBeSilent:
                throw NotAsked();
            case SSOAWSCredentials sso:
                // Only a token that is already there: 'aws sso login' opens a browser, a cmdlet does not.
                sso.Options.ClientName = "Ec2KeyPair";
                sso.Options.SupportsGettingNewToken = false;
                break;
            case AssumeRoleAWSCredentials role when role.Options.MfaSerialNumber is { Length: > 0 } device:
                role.Options.MfaTokenCodeCallback = () => parameters.AskMfaCode is { } ask
                    ? ask(device)
                    : throw new Ec2KeyPairException(
                        ErrorCondition.HostNotInteractive,
                        $"The profile needs a code of the MFA device '{device}' and nobody is here to type it.",
                        device,
                        "Run it in a terminal, or use credentials that need no MFA.");
                break;
        }
    }

    private static Ec2KeyPairException NotAsked() => new(
        ErrorCondition.HostNotInteractive, "The profile's credential_process may ask a question, and nobody expects one now.");

    private static Ec2KeyPairException Missing(string name, string source, string? location) => new(
        ErrorCondition.AwsProfileNotFound,
        $"There is no AWS profile '{name}' ({source}) in {(location is null ? "the shared files and the SDK store" : $"'{location}'")}. No other account is used in its place.",
        name,
        "List the profiles with 'aws configure list-profiles' or Get-AWSCredential -ListProfileDetail.");
}
