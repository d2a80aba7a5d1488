using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Connect.Routes;

/// <summary>
/// What lies around an instance, looked at once and side by side: every look begins at once and has a limit, so that the
/// slowest of them is the longest that anybody waits.
/// </summary>
public sealed class Surroundings : IDisposable
{
    private readonly CancellationTokenSource _stop;

    /// <summary>Begins to look.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="port">The TCP port of the server on it.</param>
    /// <param name="network">EC2's network.</param>
    /// <param name="managed">Systems Manager.</param>
    /// <param name="clock">The time.</param>
    /// <param name="patience">How long is waited.</param>
    /// <param name="cancel">Ends it.</param>
    public Surroundings(Ec2Instance instance, int port, INetworkApi network, IManagedInstanceApi managed, IClock clock, LookPatience patience, CancellationToken cancel)
    {
        Instance = instance;
        Port = port;
        Clock = clock;
        Patience = patience;
        var limit = patience.Aws;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var stop = _stop.Token;
        Agent = Look<ManagedInstance?>.TakeAsync(ask => managed.FindAsync(instance.InstanceId, ask), limit, clock, stop);
        Groups = Look<IReadOnlyList<SecurityGroup>>.TakeAsync(ask => GroupsAsync(network, instance, ask), limit, clock, stop);
        Endpoints = Look<IReadOnlyList<ConnectEndpoint>>.TakeAsync(ask => EndpointsAsync(network, instance, ask), limit, clock, stop);
    }

    /// <summary>The instance.</summary>
    public Ec2Instance Instance { get; }

    /// <summary>The TCP port of the server on it.</summary>
    public int Port { get; }

    internal IClock Clock { get; }

    internal LookPatience Patience { get; }

    /// <summary>What Systems Manager knows of it.</summary>
    internal Task<Look<ManagedInstance?>> Agent { get; }

    /// <summary>Its security groups.</summary>
    internal Task<Look<IReadOnlyList<SecurityGroup>>> Groups { get; }

    /// <summary>The Instance Connect Endpoints of its VPC.</summary>
    internal Task<Look<IReadOnlyList<ConnectEndpoint>>> Endpoints { get; }

    /// <summary>Ends what is still under way.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static async Task<IReadOnlyList<SecurityGroup>> GroupsAsync(INetworkApi network, Ec2Instance instance, CancellationToken cancel) =>
        instance.SecurityGroupIds.Count == 0 ? [] : await network.FindSecurityGroupsAsync(instance.SecurityGroupIds, cancel).ConfigureAwait(false);

    private static async Task<IReadOnlyList<ConnectEndpoint>> EndpointsAsync(INetworkApi network, Ec2Instance instance, CancellationToken cancel) =>
        instance.VpcId is { } vpc ? await network.FindConnectEndpointsAsync(vpc, cancel).ConfigureAwait(false) : [];
}
