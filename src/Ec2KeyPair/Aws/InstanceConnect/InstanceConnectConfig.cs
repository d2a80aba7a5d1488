using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Ec2KeyPair.Aws.InstanceConnect;

/// <summary>
/// Settings of EC2 Instance Connect's client. What the SDK's own service packages build on is public in AWSSDK.Core; so
/// the one call that is needed has its retries, refreshed credentials and endpoint settings without a package more.
/// </summary>
internal sealed class InstanceConnectConfig : ClientConfig
{
    /// <summary>The service's name in host names and signatures.</summary>
    internal const string SigningName = "ec2-instance-connect";

    /// <summary>The service's name from which the SDK makes AWS_ENDPOINT_URL_EC2_INSTANCE_CONNECT.</summary>
    internal const string Id = "EC2 Instance Connect";

    internal InstanceConnectConfig()
        : base(new Defaults())
    {
        ServiceId = Id;
        AuthenticationServiceName = SigningName;
    }

    public override string RegionEndpointServiceName => SigningName;

    public override string ServiceVersion => "2018-04-02";

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(Id, "4.0");

    /// <summary>The address that was configured, else the Region's own.</summary>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(
        ServiceURL is { Length: > 0 } configured
            ? configured
            : $"https://{SigningName}{(UseFIPSEndpoint ? "-fips" : "")}.{RegionEndpoint.SystemName}.{RegionEndpoint.PartitionDnsSuffix}");

    // The same for every mode that AWS_DEFAULTS_MODE can name: who makes the client sets what matters.
    private sealed class Defaults : IDefaultConfigurationProvider
    {
        public IDefaultConfiguration GetDefaultConfiguration(RegionEndpoint clientRegion, DefaultConfigurationMode? requestedConfigurationMode) =>
            new DefaultConfiguration { Name = requestedConfigurationMode ?? DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard };
    }
}
