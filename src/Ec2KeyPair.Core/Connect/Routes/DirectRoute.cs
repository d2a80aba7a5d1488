using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect.Routes;

/// <summary>Straight to the instance: its public IPv4 address, else IPv6, else the private address (VPN, same VPC).</summary>
/// <remarks>Addresses, not DNS names: there is nothing to look up that could answer differently.</remarks>
public sealed class DirectRoute(IPortProbe probe) : IRoute
{
    /// <summary>The longest that a port is waited for.</summary>
    internal static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(1.2);

    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.Direct;

    /// <inheritdoc/>
    public Task<RouteAnswer> TakeAsync(Ec2Instance instance, int port, CancellationToken cancel) => Addresses(instance).FirstOrDefault() is { } first
        ? Task.FromResult(new RouteAnswer(Kind, AccessVerdict.Passed, first.Address.ToString(), first.Name))
        : throw new Ec2KeyPairException(
            ErrorCondition.AddressNotFound,
            $"There is no direct way to {instance.InstanceId}: it has no address.",
            instance.InstanceId,
            "Give the instance an address that this machine can reach, or go another way with -Via.");

    /// <inheritdoc/>
    public async Task<RouteAnswer> LookAsync(Surroundings surroundings, CancellationToken cancel)
    {
        var addresses = Addresses(surroundings.Instance);
        if (addresses.Count == 0)
        {
            return Closed([new(AccessCheckKind.Address, AccessVerdict.Failed, "it has no address", "Give it a public address, or connect this machine with its VPC.")]);
        }

        var found = new AccessCheck(AccessCheckKind.Address, AccessVerdict.Passed, string.Join(", ", addresses.Select(one => $"{one.Address} is {one.Name}")));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            var limit = surroundings.Clock.DelayAsync(ProbeLimit, stop.Token);
            var attempts = addresses.ConvertAll(one => new Attempt(one, probe.TryAsync(one.Address, surroundings.Port, stop.Token)));
            var groups = await GroupsAsync(surroundings, addresses[0].Address, attempts, limit).ConfigureAwait(false);
            // Where no rule lets anything in nothing will answer, and what has answered already proves more than rules do.
            var open = groups.Verdict == AccessVerdict.Failed
                ? attempts.Find(attempt => attempt.Said == PortAnswer.Open)
                : await FirstOpenAsync(attempts, limit).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (open is not null) return Open(open.Where, [found, groups, Answers(open, surroundings.Port)]);
            return groups.Verdict == AccessVerdict.Failed ? Closed([found, groups]) : Closed([found, groups, Silent(surroundings, attempts)]);
        }
        finally
        {
            stop.Cancel();
        }
    }

    /// <summary>Where a direct connection would go, an IP address; null when the instance has none.</summary>
    /// <example>203.0.113.7</example>
    public static string? AddressOf(Ec2Instance instance) => Addresses(instance).FirstOrDefault()?.Address.ToString();

    private static List<Place> Addresses(Ec2Instance instance)
    {
        var places = new List<Place>();
        void Add(string? text, string name)
        {
            if (IPAddress.TryParse(text, out var address) && !places.Exists(place => place.Address.Equals(address))) places.Add(new Place(address, name));
        }

        Add(instance.PublicIpAddress, "its public IPv4 address");
        Add(instance.Ipv6Address, "its IPv6 address");
        Add(instance.PrivateIpAddress, places.Count == 0 ? "its private address: it has no public one" : "its private address");
        return places;
    }

    private static RouteAnswer Open(Place where, IReadOnlyList<AccessCheck> checks) =>
        new(ConnectionRoute.Direct, AccessVerdict.Passed, where.Address.ToString(), where.Name + ", which answers") { Checks = checks };

    private static RouteAnswer Closed(IReadOnlyList<AccessCheck> checks) =>
        new(ConnectionRoute.Direct, AccessVerdict.Failed, null, checks.First(check => check.Verdict == AccessVerdict.Failed).Evidence) { Checks = checks };

    // A port that answers already needs no rule to be read.
    private async Task<AccessCheck> GroupsAsync(Surroundings surroundings, IPAddress address, List<Attempt> attempts, Task limit)
    {
        await Task.WhenAny(surroundings.Groups, attempts[0].Answer, limit).ConfigureAwait(false);
        if (!surroundings.Groups.IsCompleted && attempts[0].Said == PortAnswer.Open)
        {
            return new(AccessCheckKind.SecurityGroup, AccessVerdict.Passed, "they let this machine in, as the port answers");
        }

        var look = await surroundings.Groups.ConfigureAwait(false);
        return look.IsKnown
            ? IngressJudge.ForThisMachine(look.Value!, surroundings.Port, address.AddressFamily, probe.AddressTowards(address))
            : new(AccessCheckKind.SecurityGroup, AccessVerdict.Unknown, "its security groups are not known: " + look.Why, look.Mend);
    }

    // In order of preference: the network behind this machine may have another host with the private address.
    private static async Task<Attempt?> FirstOpenAsync(List<Attempt> attempts, Task limit)
    {
        foreach (var attempt in attempts)
        {
            await Task.WhenAny(attempt.Answer, limit).ConfigureAwait(false);
            if (attempt.Said == PortAnswer.Open) return attempt;
        }

        return null;
    }

    private static AccessCheck Answers(Attempt open, int port) => new(AccessCheckKind.Port, AccessVerdict.Passed, $"{open.Where.Address} answers on port {port}");

    private static AccessCheck Silent(Surroundings surroundings, List<Attempt> attempts)
    {
        var port = surroundings.Port;
        var isRefused = attempts.Exists(attempt => attempt.Said == PortAnswer.Refused);
        return new(
            AccessCheckKind.Port,
            AccessVerdict.Failed,
            string.Join(", ", attempts.Select(attempt => $"{attempt.Where.Address} {Words(attempt.Said, port)}")),
            isRefused
                ? $"Check that the server on the instance runs and listens on port {port}."
                : $"Check the security groups, the network ACLs and route tables of its subnet, and the instance's own firewall for port {port}.");
    }

    private static string Words(PortAnswer? answer, int port) => answer switch
    {
        PortAnswer.Refused => $"refuses port {port}",
        PortAnswer.Unreachable => "is not reachable from here",
        PortAnswer.Open => $"answers on port {port}",
        _ => $"does not answer on port {port} within {ProbeLimit.TotalSeconds:0.#} s",
    };

    private sealed record Place(IPAddress Address, string Name);

    private sealed record Attempt(Place Where, Task<PortAnswer> Answer)
    {
        /// <summary>How it has answered; null while it has not.</summary>
        internal PortAnswer? Said => Answer.Status == TaskStatus.RanToCompletion ? Answer.Result : null;
    }
}
