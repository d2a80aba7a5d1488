using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect.Routes;

/// <summary>One way to reach a server on an instance.</summary>
public interface IRoute
{
    /// <summary>Which one this is.</summary>
    ConnectionRoute Kind { get; }

    /// <summary>Goes this way because the user says so: what it needs is found, and nothing is tried.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">What it needs is not there, or an Aws condition.</exception>
    Task<RouteAnswer> TakeAsync(Ec2Instance instance, int port, CancellationToken cancel);

    /// <summary>Finds out whether this way is open.</summary>
    Task<RouteAnswer> LookAsync(Surroundings surroundings, CancellationToken cancel);
}
