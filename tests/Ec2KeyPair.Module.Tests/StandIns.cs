namespace Ec2KeyPair.Module.Tests;

/// <summary>Credentials shaped as those of AWS.Tools are, whose assemblies are never ours. The objects of its SDK are real: Composition/AwsToolsObjects.</summary>
#pragma warning disable CA1515, CA1034, CA1002, CA2227, CA1024 // The shapes are AWS.Tools' own; the engine reads public types only.
public static class StandIns
{
    /// <summary>Amazon.Runtime.ImmutableCredentials.</summary>
    public sealed record ImmutableCredentials(string AccessKey, string SecretKey, string? Token);

    /// <summary>Amazon.Runtime.AWSCredentials.</summary>
    public sealed class AwsCredentials(string accessKey, string secretKey, string? token)
    {
        public int Asked { get; private set; }

        public ImmutableCredentials GetCredentials()
        {
            Asked++;
            return new(accessKey, secretKey, token ?? "");
        }
    }

    /// <summary>Amazon.PowerShell.Common.AWSPSCredentials: what it holds is internal.</summary>
    public sealed class AWSPSCredentials
    {
        public AWSPSCredentials(object credentials) => Credentials = credentials;

        internal object Credentials { get; }
    }
}
