using System.Collections.Concurrent;
using System.Net.Http;
using Amazon.Runtime;

namespace Ec2KeyPair.Aws.Session;

/// <summary>Sends each request of the SDK once, and never again because its answer got lost.</summary>
/// <remarks>
/// With MaxErrorRetry = 0 the SDK still repeats a request whose answer breaks off (seen with AWSSDK.Core 4.0.102: the
/// second request has the same amz-sdk-invocation-id). For SendCommand, which has no client token, that is a second command.
/// </remarks>
internal sealed class OnceOnlyHttp : HttpClientFactory
{
    private readonly ConcurrentDictionary<string, bool> _sent = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new Gate(_sent) { InnerHandler = new HttpClientHandler { AllowAutoRedirect = false } });

    // A connection of its own for each request: one that was kept alive may be dead, and is then tried again below.
    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;

    private sealed class Gate(ConcurrentDictionary<string, bool> sent) : DelegatingHandler
    {
        private const string InvocationId = "amz-sdk-invocation-id";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            sent.TryAdd(request.Headers.GetValues(InvocationId).Single(), true)
                ? base.SendAsync(request, cancellationToken)
                : throw new HttpRequestException("The answer broke off, and the request must not be repeated.");
    }
}
