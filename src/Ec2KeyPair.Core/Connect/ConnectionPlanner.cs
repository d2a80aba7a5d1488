using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Decides how to connect: route, user, key, host key. Looks everything up, starts nothing.</summary>
/// <remarks>Side by side: image (and agent, where it does not tell), key pair, console output, and what the choice of the way asks for.</remarks>
public sealed class ConnectionPlanner(RouteSelector routes, LoginUserFinder users, SshKeyChoice keys, HostTrust trust, string knownHostsPath)
{
    /// <summary>Plans the connection to an instance.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">
    /// InstanceNotRunning, AddressNotFound, ConnectEndpointNotFound, RouteNotFound, HostKeyUnknown, HostKeyRevoked,
    /// KeyEncodingUnsupported, UserMapInvalid, or an Aws condition.
    /// </exception>
    public async Task<ConnectionPlan> PlanAsync(Ec2Instance instance, ConnectionRequest request, CancellationToken cancel)
    {
        RunningInstance.Require(instance);
        var port = SshPort.Of(instance, request.Port);
        var routeTask = routes.SelectAsync(instance, request.Via, port, cancel);
        var userTask = UserAsync(instance, request, cancel);
        var keyTask = KeyAsync(instance, request, cancel);
        var hostTask = trust.DecideAsync(instance.InstanceId, request.HostKeyPolicy, request.IsInteractive, cancel);
        await Task.WhenAll(routeTask, userTask, keyTask, hostTask).ConfigureAwait(false);
        var route = await routeTask.ConfigureAwait(false);
        var user = await userTask.ConfigureAwait(false);
        var key = await keyTask.ConfigureAwait(false);
        var host = await hostTask.ConfigureAwait(false);

        var ssh = new SshCommandLine
        {
            InstanceId = instance.InstanceId,
            Address = route.Address!,
            Port = port,
            UserName = user.Name,
            KeyPath = key.Path,
            IsKeyInAgent = request.UsesInstanceConnect,
            KnownHostsPath = knownHostsPath,
            StrictHostKeyChecking = host.StrictHostKeyChecking,
            MayAsk = request.IsInteractive,
            Extra = request.SshArguments,
        };
        return new ConnectionPlan(
            instance,
            route,
            user.Name,
            ssh,
            host,
            [
                $"{instance.InstanceId}: {route.Kind} to {route.Address}, {route.Reason}.",
                $"User {Printable.Text(user.Name)}: {user.Evidence}.",
                $"Key: {key.Reason}.",
                $"Host key: {host.Evidence}.",
            ]);
    }

    private Task<LoginUser> UserAsync(Ec2Instance instance, ConnectionRequest request, CancellationToken cancel) =>
        request.UserName is { } given ? Task.FromResult(new LoginUser(given, "-UserName")) : users.FindAsync(instance, cancel);

    private Task<(string? Path, string Reason)> KeyAsync(Ec2Instance instance, ConnectionRequest request, CancellationToken cancel) =>
        request.UsesInstanceConnect ? Task.FromResult<(string?, string)>((null, "a new one in memory, which EC2 Instance Connect lets in for a minute"))
        : request.KeyPath is { } given ? Task.FromResult<(string?, string)>((SshKeyChoice.Given(given), "-KeyPath"))
        : keys.ChooseAsync(instance, request.IsInteractive, cancel);
}
