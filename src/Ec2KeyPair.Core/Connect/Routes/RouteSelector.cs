using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Connect.Routes;

/// <summary>
/// Chooses the way to an instance: the one that was asked for, else the first that is open among direct, Instance Connect
/// Endpoint and Session Manager. It looks once, at all of them side by side, and decides in under 2 s.
/// </summary>
public sealed class RouteSelector(INetworkApi network, IManagedInstanceApi managed, IPortProbe probe, IClock clock)
{
    private readonly IReadOnlyList<IRoute> _routes = [new DirectRoute(probe, clock), new InstanceConnectEndpointRoute(network), new SessionManagerRoute()];

    /// <summary>The route to take.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="wanted">What was asked for; Auto to choose.</param>
    /// <param name="port">The TCP port of the server on it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">
    /// InstanceNotRunning; AddressNotFound or ConnectEndpointNotFound for a route that was asked for; RouteNotFound with every
    /// route's reason and mend.
    /// </exception>
    public async Task<RouteAnswer> SelectAsync(Ec2Instance instance, ConnectionRoute wanted, int port, CancellationToken cancel)
    {
        RunningInstance.Require(instance);
        if (_routes.FirstOrDefault(route => route.Kind == wanted) is { } asked) return await asked.TakeAsync(instance, port, cancel).ConfigureAwait(false);
        var answers = await LookUntilOpenAsync(instance, port, LookPatience.Quick, cancel).ConfigureAwait(false);
        if (Choose(answers) is null && answers.Exists(answer => answer.IsHasty))
        {
            answers = await LookUntilOpenAsync(instance, port, LookPatience.Thorough, cancel).ConfigureAwait(false);
        }

        return Choose(answers) is { } chosen ? Told(chosen, answers.Where(answer => answer != chosen)) : throw NoRoute(instance, answers);
    }

    /// <summary>The answer to go by: the first way that is open, else one that may be; null when all are closed.</summary>
    internal static RouteAnswer? Choose(IReadOnlyList<RouteAnswer> answers) =>
        answers.FirstOrDefault(answer => answer.Verdict == AccessVerdict.Passed) ?? answers.FirstOrDefault(answer => answer.Address is not null);

    /// <summary>Every route's answer, for a report.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="port">The TCP port of the server on it.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<RouteAnswer>> LookAsync(Ec2Instance instance, int port, CancellationToken cancel)
    {
        using var surroundings = new Surroundings(instance, port, network, managed, clock, LookPatience.Thorough, cancel);
        return await Task.WhenAll(_routes.Select(route => route.LookAsync(surroundings, cancel))).ConfigureAwait(false);
    }

    // All at once; a way that is open need not wait for the answers of lesser ones.
    private async Task<List<RouteAnswer>> LookUntilOpenAsync(Ec2Instance instance, int port, LookPatience patience, CancellationToken cancel)
    {
        using var surroundings = new Surroundings(instance, port, network, managed, clock, patience, cancel);
        var answers = new List<RouteAnswer>();
        foreach (var look in _routes.Select(route => route.LookAsync(surroundings, cancel)).ToList())
        {
            answers.Add(await look.ConfigureAwait(false));
            if (answers[answers.Count - 1].Verdict == AccessVerdict.Passed) break;
        }

        return answers;
    }

    // Why not a better one is part of the reason.
    private static RouteAnswer Told(RouteAnswer chosen, IEnumerable<RouteAnswer> others) =>
        chosen with { Reason = string.Join("; ", others.Select(Sentence).Prepend(chosen.Reason)) };

    private static string Sentence(RouteAnswer answer) => $"not {answer.Kind}: {answer.Reason}";

    private static Ec2KeyPairException NoRoute(Ec2Instance instance, List<RouteAnswer> answers) => new(
        ErrorCondition.RouteNotFound,
        $"No way to {instance.InstanceId} is open. " + string.Join(". ", answers.Select(answer => $"{answer.Kind}: {answer.Reason}")) + ".",
        instance.InstanceId,
        "One of these opens a way. " + string.Join(" ", answers.Where(answer => answer.Mend is not null).Select(answer => $"{answer.Kind}: {answer.Mend}")));
}
