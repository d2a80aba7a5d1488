using Amazon.Runtime;

namespace Ec2KeyPair.Aws.Session;

/// <summary>Credentials and where they came from.</summary>
/// <param name="Credentials">The credentials; they refresh themselves.</param>
/// <param name="ProfileRegion">The Region of the profile they came from, or null.</param>
/// <param name="Source">For -Verbose: <c>profile 'prod' (-ProfileName)</c>.</param>
/// <param name="Profile">The name of the profile they came from, or null.</param>
internal sealed record ResolvedCredentials(AWSCredentials Credentials, string? ProfileRegion, string Source, string? Profile = null);
