using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.Tests.Connect.Report;

/// <summary>AWS about a fleet in which everything is well, and what it was asked.</summary>
internal sealed class FakeFleet : INetworkApi, IManagedInstanceApi, IInstanceHealthApi
{
    internal List<string> Asked { get; } = [];

    internal Exception? Fault { get; set; }

    internal Func<string, InstanceHealth> Health { get; set; } = id => new(id, "ok", "ok");

    public Task<IReadOnlyList<ConnectEndpoint>> FindConnectEndpointsAsync(string vpcId, CancellationToken cancel) =>
        Answer<IReadOnlyList<ConnectEndpoint>>("endpoints of " + vpcId, []);

    public Task<ConnectEndpoint?> FindConnectEndpointAsync(string endpointId, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<SecurityGroup>> FindSecurityGroupsAsync(IReadOnlyCollection<string> groupIds, CancellationToken cancel) =>
        Answer<IReadOnlyList<SecurityGroup>>("groups " + string.Join(',', groupIds), []);

    public Task<ManagedInstance?> FindAsync(string instanceId, CancellationToken cancel) => Answer<ManagedInstance?>("agent of " + instanceId, Agent(instanceId));

    public Task<IReadOnlyList<ManagedInstance>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        Answer<IReadOnlyList<ManagedInstance>>($"{instanceIds.Count} agents", instanceIds.Select(Agent).ToList());

    Task<IReadOnlyList<InstanceHealth>> IInstanceHealthApi.FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        Answer<IReadOnlyList<InstanceHealth>>($"{instanceIds.Count} statuses", instanceIds.Select(Health).ToList());

    private static ManagedInstance Agent(string id) => new(id, true, "3.3.0.0", null, false);

    private Task<T> Answer<T>(string what, T answer)
    {
        lock (Asked) Asked.Add(what);
        return Fault is { } fault ? Task.FromException<T>(fault) : Task.FromResult(answer);
    }
}
