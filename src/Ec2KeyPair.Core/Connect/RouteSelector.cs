using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Chooses the way to an instance among those that the module knows, in order of preference.</summary>
public sealed class RouteSelector(IReadOnlyList<IRoute> routes)
{
    /// <summary>The first route that is open, or the one that was asked for.</summary>
    /// <exception cref="Ec2KeyPairException">InstanceNotRunning, or AddressNotFound with every route's reason.</exception>
    public RouteAnswer Select(Ec2Instance instance, ConnectionRoute wanted)
    {
        RunningInstance.Require(instance);
        var answers = routes
            .Where(route => wanted == ConnectionRoute.Auto || route.Kind == wanted)
            .Select(route => route.Look(instance))
            .ToList();
        return answers.FirstOrDefault(answer => answer.Address is not null)
            ?? throw new Ec2KeyPairException(
                ErrorCondition.AddressNotFound,
                $"No way to {instance.InstanceId}: " + string.Join("; ", answers.Select(answer => $"{answer.Kind}: {answer.Reason}")) + ".",
                instance.InstanceId,
                "Give the instance an address that this machine can reach.");
    }
}
