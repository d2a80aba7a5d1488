using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Windows.LaunchKeys;

/// <summary>
/// Launch keys that CloudFormation made (<c>AWS::EC2::KeyPair</c>): their private halves are in Parameter Store, under
/// the id of the key pair. They stay in memory; nothing is written to disk.
/// </summary>
public sealed class ParameterStoreLaunchKeys(IParameterApi parameters, Passphrase? passphrase) : ILaunchKeySource
{
    private readonly ConcurrentBag<PrivateKey> _opened = [];

    /// <inheritdoc/>
    public string Description => $"Parameter Store in {parameters.Region}";

    /// <inheritdoc/>
    public async Task<(PrivateKey Key, string Where)> FindAsync(LaunchKeyIdentity wanted, CancellationToken cancel)
    {
        if (wanted.Described?.KeyPairId is not { Length: > 0 } id) throw Unnamed(wanted);
        var name = ParameterNames.OfKeyPairId(id);
        using var found = await parameters.FindAsync(name, cancel).ConfigureAwait(false) ?? throw Missing(wanted, name);
        var key = Read(name, found);
        if (wanted.Is(key))
        {
            _opened.Add(key);
            return (key, name);
        }

        key.Dispose();
        throw new Ec2KeyPairException(
            ErrorCondition.PrivateKeyMismatch,
            $"The private key in '{name}' is not that of the launch key '{wanted.KeyName}' (EC2's fingerprint: {wanted.Described.Fingerprint ?? "unknown"}).",
            name,
            "Find out who wrote the parameter.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_opened.TryTake(out var key)) key.Dispose();
    }

    private PrivateKey Read(string name, ParameterSecret found)
    {
        try
        {
            return KeyFile.ReadPrivateKey(found.Utf8, passphrase);
        }
        catch (Ec2KeyPairException e) when (e.Subject is null)
        {
            throw new Ec2KeyPairException(e.Condition, $"The parameter '{name}': {e.Message}", name, e.Mend, e);
        }
    }

    private static Ec2KeyPairException Unnamed(LaunchKeyIdentity wanted) => new(
        ErrorCondition.PrivateKeyNotFound,
        $"EC2 has no key pair '{wanted.KeyName}' any more, so its id, and with it the parameter that has its private key, can't be known.",
        wanted.KeyName,
        "Give the private key with -KeyPath.");

    private Ec2KeyPairException Missing(LaunchKeyIdentity wanted, string name) => new(
        ErrorCondition.ParameterNotFound,
        $"{Description} has no parameter '{name}', where CloudFormation keeps the private key of '{wanted.KeyName}'.",
        name,
        "Only key pairs that CloudFormation made are there; leave -FromParameterStore out to have the key store searched.");
}
