using System.Collections.Concurrent;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>Looks each VPC's endpoints and each set of security groups up once: a fleet shares few. What failed is asked again.</summary>
/// <param name="api">Answers.</param>
/// <param name="end">Ends the requests; whoever waits for one may give up earlier, for others wait for it too.</param>
public sealed class NetworkCache(INetworkApi api, CancellationToken end) : INetworkApi
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ConnectEndpoint>>>> _endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<SecurityGroup>>>> _groups = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ConnectEndpoint>> FindConnectEndpointsAsync(string vpcId, CancellationToken cancel) =>
        OnceAsync(_endpoints, vpcId, api.FindConnectEndpointsAsync);

    /// <inheritdoc/>
    public Task<ConnectEndpoint?> FindConnectEndpointAsync(string endpointId, CancellationToken cancel) => api.FindConnectEndpointAsync(endpointId, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SecurityGroup>> FindSecurityGroupsAsync(IReadOnlyCollection<string> groupIds, CancellationToken cancel) => OnceAsync(
        _groups,
        string.Join(" ", groupIds.OrderBy(id => id, StringComparer.Ordinal)),
        (_, stop) => api.FindSecurityGroupsAsync(groupIds, stop));

    private async Task<T> OnceAsync<T>(ConcurrentDictionary<string, Lazy<Task<T>>> answers, string question, Func<string, CancellationToken, Task<T>> ask)
    {
        var answer = answers.GetOrAdd(question, asked => new Lazy<Task<T>>(() => ask(asked, end)));
        try
        {
            return await answer.Value.ConfigureAwait(false);
        }
        catch
        {
            // Removes it only where it is still this one.
            ((ICollection<KeyValuePair<string, Lazy<Task<T>>>>)answers).Remove(new(question, answer));
            throw;
        }
    }
}
