using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Ec2KeyPair.Aws.InstanceConnect;

/// <summary>Sends each request to the address that the client's settings say.</summary>
internal sealed class InstanceConnectEndpointHandler : PipelineHandler
{
    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var context = executionContext.RequestContext;
        var endpoint = context.ClientConfig.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(context.OriginalRequest));
        context.Request.Endpoint = new Uri(endpoint.URL);
        context.Request.AuthenticationRegion = context.ClientConfig.AuthenticationRegion;
        return base.InvokeAsync<T>(executionContext);
    }
}
