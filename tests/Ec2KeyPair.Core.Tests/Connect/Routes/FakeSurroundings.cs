using System.Net;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.Tests.Connect.Routes;

/// <summary>AWS and the network as a test says; what is not said answers never.</summary>
internal sealed class FakeSurroundings : INetworkApi, IManagedInstanceApi, IPortProbe
{
    internal Func<Task<IReadOnlyList<ConnectEndpoint>>> Endpoints { get; set; } = Never<IReadOnlyList<ConnectEndpoint>>;

    internal Func<Task<IReadOnlyList<SecurityGroup>>> Groups { get; set; } = Never<IReadOnlyList<SecurityGroup>>;

    internal Func<Task<ManagedInstance?>> Agent { get; set; } = Never<ManagedInstance?>;

    internal Dictionary<string, PortAnswer> Answers { get; } = [];

    internal List<string> Asked { get; } = [];

    public Task<IReadOnlyList<ConnectEndpoint>> FindConnectEndpointsAsync(string vpcId, CancellationToken cancel) => Note("endpoints", Endpoints);

    public Task<ConnectEndpoint?> FindConnectEndpointAsync(string endpointId, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<SecurityGroup>> FindSecurityGroupsAsync(IReadOnlyCollection<string> groupIds, CancellationToken cancel) => Note("groups", Groups);

    public Task<ManagedInstance?> FindAsync(string instanceId, CancellationToken cancel) => Note("agent", Agent);

    public Task<IReadOnlyList<ManagedInstance>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) => throw new NotSupportedException();

    public Task<PortAnswer> TryAsync(IPAddress address, int port, CancellationToken cancel)
    {
        lock (Asked) Asked.Add($"{address}:{port}");
        return Answers.TryGetValue(address.ToString(), out var answer) ? Task.FromResult(answer) : Task.Delay(Timeout.Infinite, cancel).ContinueWith<PortAnswer>(_ => throw new OperationCanceledException(cancel), TaskScheduler.Default);
    }

    public IPAddress? AddressTowards(IPAddress address) => IPAddress.Parse("192.168.1.2");

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    private Task<T> Note<T>(string what, Func<Task<T>> ask)
    {
        lock (Asked) Asked.Add(what);
        return ask();
    }
}
