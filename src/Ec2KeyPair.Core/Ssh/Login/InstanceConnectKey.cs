using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>A key made for this run, in memory alone, which EC2 Instance Connect lets in to each instance right before the login.</summary>
public sealed class InstanceConnectKey : ILoginKeys, IDisposable
{
    private readonly ConcurrentDictionary<(string Instance, string User), KeyLease> _leases = new();
    private readonly PrivateKey _key = KeyGenerator.Generate(KeyType.Ed25519, comment: "EC2 Instance Connect");
    private readonly IInstanceConnectApi _api;
    private readonly IClock _clock;
    private readonly PrivateKeySigner _signer;

    /// <summary>Makes the key.</summary>
    /// <param name="api">Lets it in.</param>
    /// <param name="clock">When it is forgotten.</param>
    public InstanceConnectKey(IInstanceConnectApi api, IClock clock)
    {
        _api = api;
        _clock = clock;
        _signer = new PrivateKeySigner(_key, "a new key in memory");
    }

    /// <inheritdoc/>
    /// <exception cref="Errors.Ec2KeyPairException">When it is let in: InstanceNotFound, InstanceNotRunning, ParameterInvalid, ArgumentUnsafe or an Aws condition.</exception>
    public Task<LoginKeySet> FindAsync(Ec2Instance instance, CancellationToken cancel) =>
        Task.FromResult(new LoginKeySet([_signer], "a new key in memory, which EC2 Instance Connect lets in for a minute")
        {
            LetInAsync = (user, stop) => LeaseOf(instance, user).RenewAsync(stop),
            // The service takes the key whether or not anybody on the instance looks for it.
            Mend = "check that the package ec2-instance-connect is installed there",
        });

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        foreach (var lease in _leases.Values) lease.Dispose();
        _key.Dispose();
    }

    private KeyLease LeaseOf(Ec2Instance instance, string user) => _leases.GetOrAdd(
        (instance.InstanceId, user), _ => new KeyLease(_api, new KeyPush(instance, user, _key.PublicKey), _clock));
}
