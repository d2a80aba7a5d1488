using System.Net;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Connect.Routes;

/// <summary>Straight to the instance: its public IPv4 address, else IPv6, else the private address (VPN, same VPC).</summary>
/// <remarks>
/// Addresses, not DNS names: there is nothing to look up that could answer differently. A private address that answers is
/// never more than a way that may be open: in the network around this machine somebody else may have it.
/// </remarks>
public sealed class DirectRoute(IPortProbe probe, IClock clock) : IRoute
{
    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.Direct;

    /// <summary>Where a direct connection would go, an IP address; null when the instance has none.</summary>
    /// <example>203.0.113.7</example>
    public static string? AddressOf(Ec2Instance instance) => Addresses(instance).FirstOrDefault()?.Address.ToString();

    /// <inheritdoc/>
    /// <remarks>Of several addresses the first that answers; where none does the first of all, so that the client says why.</remarks>
    public async Task<RouteAnswer> TakeAsync(Ec2Instance instance, int port, CancellationToken cancel)
    {
        var addresses = Addresses(instance);
        if (addresses.Count == 0)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.AddressNotFound,
                $"There is no direct way to {instance.InstanceId}: it has no address.",
                instance.InstanceId,
                "Give the instance an address that this machine can reach, or go another way with -Via.");
        }

        var taken = addresses.Count == 1 ? addresses[0] : await AnsweringAsync(addresses, port, cancel).ConfigureAwait(false) ?? addresses[0];
        return new RouteAnswer(Kind, AccessVerdict.Passed, taken.Address.ToString(), taken.Name);
    }

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
            var limit = clock.DelayAsync(surroundings.Patience.Port, stop.Token);
            var attempts = Start(addresses, surroundings.Port, stop.Token);
            var (groups, worthWaiting) = await GroupsAsync(surroundings, attempts, limit).ConfigureAwait(false);
            var open = await FirstOpenAsync(worthWaiting, limit).ConfigureAwait(false) ?? attempts.Find(attempt => attempt.Said == PortAnswer.Open);
            cancel.ThrowIfCancellationRequested();
            if (open is not null) return Open(open.Where, [found, groups, Answers(open, surroundings.Port)]);
            return groups.Verdict == AccessVerdict.Failed ? Closed([found, groups]) : Closed([found, groups, Silent(surroundings, attempts)]) with
            {
                IsHasty = worthWaiting.Exists(attempt => attempt.Said is null),
            };
        }
        finally
        {
            stop.Cancel();
        }
    }

    private static List<Place> Addresses(Ec2Instance instance)
    {
        var places = new List<Place>();
        void Add(string? text, string name, bool isPrivate)
        {
            if (IPAddress.TryParse(text, out var address) && !places.Exists(place => place.Address.Equals(address))) places.Add(new Place(address, name, isPrivate));
        }

        Add(instance.PublicIpAddress, "its public IPv4 address", isPrivate: false);
        Add(instance.Ipv6Address, "its IPv6 address", isPrivate: false);
        Add(instance.PrivateIpAddress, places.Count == 0 ? "its private address: it has no public one" : "its private address", isPrivate: true);
        return places;
    }

    private static RouteAnswer Open(Place where, IReadOnlyList<AccessCheck> checks) => where.IsPrivate
        ? new(ConnectionRoute.Direct, AccessVerdict.Unknown, where.Address.ToString(), where.Name + " answers, and in this machine's network another may have it") { Checks = checks }
        : new(ConnectionRoute.Direct, AccessVerdict.Passed, where.Address.ToString(), where.Name + ", which answers") { Checks = checks };

    private static RouteAnswer Closed(IReadOnlyList<AccessCheck> checks) =>
        new(ConnectionRoute.Direct, AccessVerdict.Failed, null, checks.First(check => check.Verdict == AccessVerdict.Failed).Evidence) { Checks = checks };

    private List<Attempt> Start(List<Place> places, int port, CancellationToken stop) =>
        places.ConvertAll(place => new Attempt(place, probe.TryAsync(place.Address, port, stop)));

    private async Task<Place?> AnsweringAsync(List<Place> places, int port, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            var open = await FirstOpenAsync(Start(places, port, stop.Token), clock.DelayAsync(LookPatience.Quick.Port, stop.Token)).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return open?.Where;
        }
        finally
        {
            stop.Cancel();
        }
    }

    // What the rules say, and the attempts that they don't rule out.
    private async Task<(AccessCheck Check, List<Attempt> WorthWaiting)> GroupsAsync(Surroundings surroundings, List<Attempt> attempts, Task limit)
    {
        await Task.WhenAny(surroundings.Groups, attempts[0].Answer, limit).ConfigureAwait(false);
        if (!surroundings.Groups.IsCompleted && attempts[0].Said == PortAnswer.Open)
        {
            // A port that answers already needs no rule to be read.
            return (new(AccessCheckKind.SecurityGroup, AccessVerdict.Passed, "they let this machine in, as the port answers"), attempts);
        }

        var look = await surroundings.Groups.ConfigureAwait(false);
        if (!look.IsKnown) return (new(AccessCheckKind.SecurityGroup, AccessVerdict.Unknown, "its security groups are not known: " + look.Why, look.Mend), attempts);
        var judged = attempts.ConvertAll(attempt => (
            Attempt: attempt,
            Check: IngressJudge.ForThisMachine(look.Value!, surroundings.Port, attempt.Where.Address, probe.AddressTowards(attempt.Where.Address))));
        var best = judged.Find(one => one.Check.Verdict == AccessVerdict.Passed).Check ?? judged.Find(one => one.Check.Verdict == AccessVerdict.Unknown).Check ?? judged[0].Check;
        return (best, judged.Where(one => one.Check.Verdict != AccessVerdict.Failed).Select(one => one.Attempt).ToList());
    }

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
            string.Join(", ", attempts.Select(attempt => $"{attempt.Where.Address} {Words(attempt.Said, port, surroundings.Patience.Port)}")),
            isRefused
                ? $"Check that the server on the instance runs and listens on port {port}."
                : $"Check the security groups, the network ACLs and route tables of its subnet, and the instance's own firewall for port {port}.");
    }

    private static string Words(PortAnswer? answer, int port, TimeSpan limit) => answer switch
    {
        PortAnswer.Refused => $"refuses port {port}",
        PortAnswer.Unreachable => "is not reachable from here",
        PortAnswer.Open => $"answers on port {port}",
        _ => FormattableString.Invariant($"does not answer on port {port} within {limit.TotalSeconds:0.#} s"),
    };

    private sealed record Place(IPAddress Address, string Name, bool IsPrivate);

    private sealed record Attempt(Place Where, Task<PortAnswer> Answer)
    {
        /// <summary>How it has answered; null while it has not.</summary>
        internal PortAnswer? Said => Answer.Status == TaskStatus.RanToCompletion ? Answer.Result : null;
    }
}
