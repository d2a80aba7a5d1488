namespace Ec2KeyPair.Module.Tests;

/// <summary>Types shaped as those of AWS.Tools are, whose assemblies are never ours.</summary>
#pragma warning disable CA1515, CA1034, CA1002, CA2227, CA1024 // The shapes are AWS.Tools' own; the engine reads public types only.
public static class StandIns
{
    /// <summary>Amazon.EC2.Model.Instance.</summary>
    public sealed class Instance
    {
        public string InstanceId { get; set; } = "";

        public string KeyName { get; set; } = "";

        public string Name => "not an instance's name";

        public List<object> Tags { get; } = [];
    }

    /// <summary>Amazon.EC2.Model.Reservation.</summary>
    public sealed class Reservation
    {
        public string ReservationId { get; set; } = "";

        public List<Instance> Instances { get; set; } = [];
    }

    /// <summary>Amazon.EC2.Model.GetPasswordDataResponse.</summary>
    public sealed class GetPasswordDataResponse
    {
        public string InstanceId { get; set; } = "";

        public string PasswordData { get; set; } = "";

        public DateTime? Timestamp { get; set; }
    }

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
