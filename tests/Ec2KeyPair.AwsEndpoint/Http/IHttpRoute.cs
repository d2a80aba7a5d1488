namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>An answer for a path of its own: a REST service or a websocket. It does its own authentication.</summary>
public interface IHttpRoute
{
    /// <summary>The action's name for journal and faults when the request is this route's, otherwise null.</summary>
    string? ActionOf(AwsRequest request);

    /// <summary>The service's name for the journal.</summary>
    string Service { get; }

    /// <summary>The answer; null when the route has written to the connection itself (websockets).</summary>
    Task<ApiAnswer?> HandleAsync(AwsRequest request, LoopbackAws aws);

    /// <summary>A refusal or an injected fault in the route's own form.</summary>
    ApiAnswer Error(AwsRequest request, AwsException error);
}
