using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Sessions.Port;

/// <summary>A session's remote port, as local connections use it.</summary>
internal interface IPort : ISessionSink, IDisposable
{
    /// <summary>Connections that it carries now; new ones go where there are fewest.</summary>
    int Connections { get; }

    /// <summary>Connections that the agent could not make.</summary>
    long RefusedByAgent { get; }

    /// <summary>Carries one local connection to its end.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">SessionEnded.</exception>
    Task ServeAsync(Stream local, TunnelTraffic traffic, CancellationToken cancel);
}
