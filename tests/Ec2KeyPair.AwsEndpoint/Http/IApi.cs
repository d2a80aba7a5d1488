using Ec2KeyPair.AwsEndpoint.SigV4;

namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>One service: its actions, its words for common refusals, and the form of its errors.</summary>
internal interface IApi
{
    /// <summary>The service's name in a credential scope.</summary>
    string Service { get; }

    string ActionOf(AwsRequest request);

    ApiAnswer Execute(AwsRequest request, string action);

    AwsException Describe(SignatureFault fault);

    AwsException Throttled();

    AwsException Denied(string action, string arn);

    ApiAnswer Error(AwsRequest request, AwsException error);
}
