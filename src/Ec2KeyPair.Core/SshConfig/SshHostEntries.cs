using System.Collections.Concurrent;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>Works out the host entry of one instance after another: the same user, key, pin and way that Connect-EC2Instance takes.</summary>
/// <param name="users">Finds login users.</param>
/// <param name="keys">Finds launch keys.</param>
/// <param name="pins">The known_hosts file.</param>
/// <param name="scope">Where the instances were looked up.</param>
public sealed class SshHostEntries(LoginUserFinder users, SshKeyChoice keys, PinnedHostKeys pins, SshHostScope scope)
{
    private readonly Lazy<Func<string, InstancePins>> _pins = new(pins.Snapshot);
    private readonly ConcurrentDictionary<string, Lazy<Task<(string? Path, string Reason)>>> _keyFiles = new(StringComparer.Ordinal);

    /// <summary>The entry.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="via">The way that was asked for.</param>
    /// <param name="port">TCP port of the SSH server; null for what the instance's tag says, or 22.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">
    /// AddressNotFound, ArgumentUnsafe: the user's name or a path is none that ssh could be given; KeyEncodingUnsupported,
    /// FileReadFailed, or an Aws condition.
    /// </exception>
    public async Task<SshHostEntry> MakeAsync(Ec2Instance instance, ConnectionRoute via, int? port, CancellationToken cancel)
    {
        var (route, hostName) = Way(instance, via);
        var user = users.FindAsync(instance, cancel);
        var key = KeyAsync(instance, cancel);
        await Task.WhenAll(user, key).ConfigureAwait(false);
        var entry = new SshHostEntry
        {
            InstanceId = instance.InstanceId,
            Scope = scope with { Account = instance.OwnerId },
            Alias = HostAlias.Of(instance.Name),
            HostName = hostName,
            User = (await user.ConfigureAwait(false)).Name,
            Port = SshPort.Of(instance, port),
            IdentityFile = (await key.ConfigureAwait(false)).Path,
            KnownHosts = pins.Path,
            IsPinned = _pins.Value(instance.InstanceId).Valid.Count > 0,
            Via = route,
        };
        _ = entry.Settings(); // What can't be written is this instance's error, not that of all.
        return entry;
    }

    // A public address is tried straight; what has none is reached by way of its agent, from wherever the file is read.
    private static (ConnectionRoute Route, string HostName) Way(Ec2Instance instance, ConnectionRoute via)
    {
        var hasPublic = instance.PublicIpAddress is { Length: > 0 } || instance.Ipv6Address is { Length: > 0 };
        var route = via != ConnectionRoute.Auto ? via : hasPublic ? ConnectionRoute.Direct : ConnectionRoute.SessionManager;
        if (route != ConnectionRoute.Direct) return (route, instance.InstanceId);
        return DirectRoute.AddressOf(instance) is { } address ? (route, address) : throw new Ec2KeyPairException(
            ErrorCondition.AddressNotFound,
            $"{instance.InstanceId} has no address (it is {instance.State}); it has no entry for a direct connection.",
            instance.InstanceId,
            "Start it, or let the entry go through Session Manager (-Via SessionManager).");
    }

    // One look for each key pair, however many instances have it.
    private Task<(string? Path, string Reason)> KeyAsync(Ec2Instance instance, CancellationToken cancel) => _keyFiles.GetOrAdd(
        instance.KeyName ?? "", _ => new(() => keys.ChooseAsync(instance, mayAsk: true, cancel))).Value;
}
