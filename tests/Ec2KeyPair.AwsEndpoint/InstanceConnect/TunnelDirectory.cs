using System.Collections.Concurrent;

namespace Ec2KeyPair.AwsEndpoint.InstanceConnect;

/// <summary>Every tunnel that was opened, and how the next ones will be.</summary>
public sealed class TunnelDirectory : IAsyncDisposable
{
    private readonly ConcurrentQueue<EndpointTunnel> _tunnels = new();

    /// <summary>For tunnels that are opened from now on.</summary>
    public TunnelSettings Settings { get; set; } = new();

    /// <summary>In the order of their opening.</summary>
    public IReadOnlyList<EndpointTunnel> All => [.. _tunnels];

    /// <summary>What clients did that the official one never does.</summary>
    public IReadOnlyList<string> Violations => [.. _tunnels.SelectMany(tunnel => tunnel.Violations)];

    internal void Add(EndpointTunnel tunnel) => _tunnels.Enqueue(tunnel);

    public async ValueTask DisposeAsync()
    {
        foreach (var tunnel in _tunnels) await tunnel.CutAsync();
    }
}
