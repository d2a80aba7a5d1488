using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>A tunnel that can be opened.</summary>
/// <param name="InstanceId">The instance it leads to, or through.</param>
/// <param name="Via">The way.</param>
/// <param name="EndpointId">The Instance Connect Endpoint; null for Session Manager.</param>
/// <param name="RemoteHost">The host behind the instance; null for the instance itself.</param>
/// <param name="RemotePort">The port there.</param>
/// <param name="OpenAsync">Opens it.</param>
internal sealed record TunnelOffer(
    string InstanceId, ConnectionRoute Via, string? EndpointId, string? RemoteHost, int RemotePort, Func<CancellationToken, Task<Tunnel>> OpenAsync)
{
    /// <summary>What opening it does, for -WhatIf and -Confirm.</summary>
    internal string Action => $"Open a tunnel to port {RemotePort}"
        + (RemoteHost is null ? "" : $" of {RemoteHost}")
        + (EndpointId is null ? "" : $" through {EndpointId}");
}
