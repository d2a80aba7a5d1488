using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Decides how to connect: route, user, key, host key. Looks everything up, starts nothing.</summary>
/// <remarks>At most three AWS calls, side by side: image, key pair and console output.</remarks>
public sealed class ConnectionPlanner(IInstanceApi instances, RouteSelector routes, SshKeyChoice keys, HostTrust trust, string knownHostsPath)
{
    /// <summary>Plans the connection to an instance.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">
    /// InstanceNotRunning, AddressNotFound, HostKeyUnknown, KeyEncodingUnsupported, or an Aws condition.
    /// </exception>
    public async Task<ConnectionPlan> PlanAsync(Ec2Instance instance, ConnectionRequest request, CancellationToken cancel)
    {
        var route = routes.Select(instance, request.Via);

        var userTask = UserAsync(instance, request, cancel);
        var keyTask = KeyAsync(instance, request, cancel);
        var hostTask = trust.DecideAsync(instance.InstanceId, request.HostKeyPolicy, request.IsInteractive, cancel);
        await Task.WhenAll(userTask, keyTask, hostTask).ConfigureAwait(false);
        var user = await userTask.ConfigureAwait(false);
        var key = await keyTask.ConfigureAwait(false);
        var host = await hostTask.ConfigureAwait(false);

        var ssh = new SshCommandLine
        {
            InstanceId = instance.InstanceId,
            Address = route.Address!,
            Port = request.Port,
            UserName = user.Name,
            KeyPath = key.Path,
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
            [
                $"{instance.InstanceId}: {route.Kind} to {route.Address}, {route.Reason}.",
                $"User {Printable.Text(user.Name)}: {user.Evidence}.",
                $"Key: {key.Reason}.",
                $"Host key: {host.Evidence}.",
            ]);
    }

    private async Task<LoginUser> UserAsync(Ec2Instance instance, ConnectionRequest request, CancellationToken cancel)
    {
        if (request.UserName is { } given) return new(given, "-UserName");
        var image = instance.ImageId is { } id && !instance.Tags.ContainsKey(LoginUserGuess.UserTag)
            ? await instances.FindImageAsync(id, cancel).ConfigureAwait(false)
            : null;
        return LoginUserGuess.For(instance, image);
    }

    private Task<(string? Path, string Reason)> KeyAsync(Ec2Instance instance, ConnectionRequest request, CancellationToken cancel) =>
        request.KeyPath is { } given
            ? Task.FromResult<(string?, string)>((given, "-KeyPath"))
            : keys.ChooseAsync(instance, request.IsInteractive, cancel);
}
