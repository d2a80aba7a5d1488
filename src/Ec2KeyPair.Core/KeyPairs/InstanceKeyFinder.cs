using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Finds the private key that opens an instance: its launch key's.</summary>
public sealed class InstanceKeyFinder(InstanceResolver instances, LaunchKeyLookup launchKeys)
{
    /// <summary>The key pair here that the instance was launched with.</summary>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, InstanceAmbiguous, LaunchKeyMissing, PrivateKeyNotFound, or an Aws condition.</exception>
    public async Task<LocalKeyPair> FindAsync(string identity, CancellationToken cancel)
    {
        var instance = await instances.ResolveAsync(identity, cancel).ConfigureAwait(false);
        var keyName = instance.KeyName ?? throw new Ec2KeyPairException(
            ErrorCondition.LaunchKeyMissing, $"{instance.InstanceId} was launched without a key pair.", instance.InstanceId);
        var evidence = await launchKeys.LookAsync(keyName, cancel).ConfigureAwait(false);
        return evidence.Candidates.FirstOrDefault() ?? throw new Ec2KeyPairException(
            ErrorCondition.PrivateKeyNotFound,
            $"The private key of {instance.InstanceId}'s launch key '{keyName}' is not in {launchKeys.Where}.",
            instance.InstanceId,
            "Give another key store with -StorePath.");
    }
}
