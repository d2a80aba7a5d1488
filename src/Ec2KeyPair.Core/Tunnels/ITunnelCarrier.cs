namespace Ec2KeyPair.Core.Tunnels;

/// <summary>What carries a tunnel's connections to the remote port: sessions of Session Manager, or an Instance Connect Endpoint.</summary>
internal interface ITunnelCarrier : IAsyncDisposable
{
    /// <summary>Its figures now.</summary>
    CarrierStatus Status { get; }

    /// <summary>Makes it ready for connections.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">Why there can be none.</exception>
    Task OpenAsync(CancellationToken cancel);

    /// <summary>Carries one local connection to its end.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">Why it got no remote port, or lost it.</exception>
    Task ServeAsync(Stream local, TunnelTraffic traffic, CancellationToken cancel);
}
