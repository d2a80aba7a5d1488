using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Routes;

namespace Ec2KeyPair.Output;

/// <summary>How a connection ended.</summary>
public sealed class ConnectionResult
{
    /// <summary>Of the instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The account logged in as; null for a shell of Session Manager, whose settings choose it.</summary>
    public string? UserName { get; init; }

    /// <summary>The way taken: <c>Direct</c>, <c>InstanceConnectEndpoint</c> or <c>SessionManager</c>.</summary>
    public required string Via { get; init; }

    /// <summary>The instance's address that was connected to; null where the way was a tunnel.</summary>
    public string? Address { get; init; }

    /// <summary>
    /// ssh's exit code: the remote command's, or 255 when ssh itself failed (ssh(1), EXIT STATUS); that of a remote desktop
    /// client whose session came about; null for a shell of Session Manager.
    /// </summary>
    public int? ExitCode { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;

    internal static ConnectionResult OfSsh(ConnectionPlan plan, int exitCode) => new()
    {
        InstanceId = plan.Instance.InstanceId,
        UserName = plan.UserName,
        Via = plan.Route.Kind.ToString(),
        Address = plan.Route.InstanceAddress,
        ExitCode = exitCode,
    };

    internal static ConnectionResult OfRdp(string instanceId, string userName, RouteAnswer route, int exitCode) => new()
    {
        InstanceId = instanceId,
        UserName = userName,
        Via = route.Kind.ToString(),
        Address = route.InstanceAddress,
        ExitCode = exitCode,
    };

    internal static ConnectionResult OfShell(string instanceId) =>
        new() { InstanceId = instanceId, Via = nameof(ConnectionRoute.SessionManager) };
}
