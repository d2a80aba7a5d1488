using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Gateway;

/// <summary>The client's end of the message gateway: a WebSocket at <c>/v1/data-channel/SESSION?role=publish_subscribe</c>, unsigned.</summary>
internal sealed class DataChannelRoute : IHttpRoute
{
    private const string Prefix = "/v1/data-channel/";

    public string Service => "ssmmessages";

    public string? ActionOf(AwsRequest request) =>
        request.Method == "GET" && request.RawPath.StartsWith(Prefix, StringComparison.Ordinal) ? "DataChannel" : null;

    public async Task<ApiAnswer?> HandleAsync(AwsRequest request, LoopbackAws aws)
    {
        var context = request.Context;
        var session = aws.Sessions.Find(request.RawPath[Prefix.Length..]);
        if (session is null || !context.WebSockets.IsWebSocketRequest || context.Request.Query["role"] != "publish_subscribe")
        {
            throw new AwsException("BadRequestException", "This is no data channel.", 400);
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await session.ServeAsync(socket, context.RequestAborted);
        return null;
    }

    public ApiAnswer Error(AwsRequest request, AwsException error) => new(error.Status, "text/plain", ReadOnlyMemory<byte>.Empty);
}
