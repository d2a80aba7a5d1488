using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint;

/// <summary>How a <see cref="LoopbackAws"/> starts. What can change while it runs is on its <see cref="Cloud"/>.</summary>
public sealed class LoopbackAwsOptions
{
    /// <summary>The example pair of the AWS documentation; no account has ever had it.</summary>
    public const string WellKnownAccessKey = "AKIAIOSFODNN7EXAMPLE";

    public const string WellKnownSecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    public string AccessKey { get; init; } = WellKnownAccessKey;

    public string SecretKey { get; init; } = WellKnownSecretKey;

    public string AccountId { get; init; } = "123456789012";

    /// <summary>The clock of the fleet: boots, password delays, expiry of credentials. Signatures are always checked against the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Requests kept in the journal, the oldest dropped first; 0 keeps none.</summary>
    public int JournalCapacity { get; init; } = 10_000;

    /// <summary>EC2 answers a wrong secret with AuthFailure nowadays; SignatureDoesNotMatch is reported too.</summary>
    public string Ec2WrongSignatureCode { get; init; } = "AuthFailure";

    /// <summary>Delays and limits the fleet starts with.</summary>
    public CloudSettings Settings { get; init; } = new();

    /// <summary>Answers for paths of their own, beside EC2, STS, SSM and SSO.</summary>
    public IList<IHttpRoute> Routes { get; } = [];
}
