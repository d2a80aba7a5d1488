using Ec2KeyPair.Core.Agent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>
/// A key for one connection: made in memory, let in by EC2 Instance Connect, and handed to ssh through an agent of its own.
/// It is let in again when ssh logs in later than 45 s after that (a person was asked about the host's key, say).
/// </summary>
public sealed class EphemeralLogin : IAsyncDisposable
{
    private readonly KeyLease _lease;
    private readonly EphemeralAgent _agent;

    private EphemeralLogin(KeyLease lease, EphemeralAgent agent) => (_lease, _agent) = (lease, agent);

    /// <summary>What ssh's environment has to say, so that it finds the agent.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["SSH_AUTH_SOCK"] = _agent.Address };

    /// <summary>Why the key could not be let in again; null when it could, or need not.</summary>
    public Ec2KeyPairException? Failure => _agent.Failure;

    /// <summary>Makes the key and lets it in.</summary>
    /// <exception cref="Ec2KeyPairException">
    /// InstanceNotFound, InstanceNotRunning, ParameterInvalid, ArgumentUnsafe, SshAgentUnavailable or an Aws condition.
    /// </exception>
    public static Task<EphemeralLogin> StartAsync(IInstanceConnectApi api, Ec2Instance instance, string userName, CancellationToken cancel) =>
        StartAsync(api, instance, userName, SystemClock.Instance, cancel);

    internal static async Task<EphemeralLogin> StartAsync(
        IInstanceConnectApi api, Ec2Instance instance, string userName, IClock clock, CancellationToken cancel)
    {
        var key = (Ed25519PrivateKey)KeyGenerator.Generate(KeyType.Ed25519, comment: "EC2 Instance Connect");
        try
        {
            var lease = new KeyLease(api, new KeyPush(instance, userName, key.PublicKey), clock);
            await lease.RenewAsync(cancel).ConfigureAwait(false);
            return new EphemeralLogin(lease, EphemeralAgent.Start(key, userName, lease.RenewAsync));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync().ConfigureAwait(false);
        _lease.Dispose();
    }
}
