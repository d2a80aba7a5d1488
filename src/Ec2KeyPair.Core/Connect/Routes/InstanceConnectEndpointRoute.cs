using System.Net;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Core.Connect.Routes;

/// <summary>Through an EC2 Instance Connect Endpoint of the instance's VPC.</summary>
public sealed class InstanceConnectEndpointRoute(INetworkApi network) : IRoute
{
    private const string Local = "127.0.0.1";

    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.InstanceConnectEndpoint;

    /// <inheritdoc/>
    public async Task<RouteAnswer> TakeAsync(Ec2Instance instance, int port, CancellationToken cancel) =>
        Along(await new EndpointChoice(network).ChooseAsync(instance, port, null, null, cancel).ConfigureAwait(false), AccessVerdict.Passed, []);

    /// <inheritdoc/>
    public async Task<RouteAnswer> LookAsync(Surroundings surroundings, CancellationToken cancel)
    {
        var (instance, port) = (surroundings.Instance, surroundings.Port);
        var look = await surroundings.Endpoints.ConfigureAwait(false);
        if (!look.IsKnown)
        {
            return Answer(AccessVerdict.Unknown, [new(AccessCheckKind.ConnectEndpoint, AccessVerdict.Unknown, "the endpoints of its VPC are not known: " + look.Why, look.Mend)]) with { IsHasty = look.IsLate };
        }

        if (EndpointChoice.Best(instance, look.Value!) is not { } endpoint)
        {
            return Answer(AccessVerdict.Failed, [new(
                AccessCheckKind.ConnectEndpoint,
                AccessVerdict.Failed,
                look.Value!.Count == 0 ? "its VPC has no Instance Connect Endpoint" : "no Instance Connect Endpoint of its VPC can be used for it: " + States(look.Value),
                "Create one: New-EC2InstanceConnectEndpoint of AWS.Tools.")]);
        }

        var found = new AccessCheck(AccessCheckKind.ConnectEndpoint, AccessVerdict.Passed, $"{endpoint.EndpointId} is {endpoint.State}");
        if (port is not (22 or 3389))
        {
            return Answer(AccessVerdict.Failed, [found with { Verdict = AccessVerdict.Failed, Evidence = $"an Instance Connect Endpoint carries ports 22 and 3389 only, not {port}" }]);
        }

        var target = EndpointChoice.TargetOf(instance, endpoint, port);
        var groups = await GroupsAsync(surroundings, endpoint, target).ConfigureAwait(false);
        return groups.Verdict == AccessVerdict.Failed
            ? Answer(AccessVerdict.Failed, [found, groups])
            : Along(target, groups.Verdict, [found, groups]);
    }

    private static async Task<AccessCheck> GroupsAsync(Surroundings surroundings, ConnectEndpoint endpoint, EndpointTarget target)
    {
        var look = await surroundings.Groups.ConfigureAwait(false);
        return look.IsKnown
            ? IngressJudge.ForEndpoint(look.Value!, surroundings.Port, IPAddress.Parse(target.Address), endpoint, surroundings.Instance.SubnetId) with { Kind = AccessCheckKind.EndpointSecurityGroup }
            : new(AccessCheckKind.EndpointSecurityGroup, AccessVerdict.Unknown, "its security groups are not known: " + look.Why, look.Mend);
    }

    private static string States(IReadOnlyList<ConnectEndpoint> endpoints) =>
        string.Join(", ", endpoints.Take(5).Select(endpoint => $"{endpoint.EndpointId} is {Text.Printable.Text(endpoint.State)}"));

    private RouteAnswer Along(EndpointTarget target, AccessVerdict verdict, IReadOnlyList<AccessCheck> checks) =>
        new(Kind, verdict, Local, $"by way of {target.EndpointId} and {target.Address}" + (verdict == AccessVerdict.Unknown ? "; " + checks[checks.Count - 1].Evidence : "")) { Endpoint = target, Checks = checks };

    private RouteAnswer Answer(AccessVerdict verdict, IReadOnlyList<AccessCheck> checks) =>
        new(Kind, verdict, null, checks.First(check => check.Verdict == verdict).Evidence) { Checks = checks };
}
