using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>
/// Logs in to instances with their launch keys: found by their public halves, each looked up and opened once, however
/// many instances have it. Where no key file is here, the ssh-agent is tried.
/// </summary>
/// <param name="lookup">What EC2 knows of a key.</param>
/// <param name="opener">Opens key files.</param>
/// <param name="installed">Keys that were put on instances in place of their launch keys.</param>
public sealed class LaunchKeyRing(LaunchKeyLookup lookup, KeyOpener opener, InstalledKeys installed) : ILoginKeys
{
    private readonly ConcurrentDictionary<string, Lazy<Task<LoginKeySet>>> _found = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<LoginKeySet> FindAsync(Ec2Instance instance, CancellationToken cancel)
    {
        try
        {
            if (installed.Find(instance.InstanceId) is { } own)
            {
                return await _found.GetOrAdd("file " + own.Path, _ => new Lazy<Task<LoginKeySet>>(() => Task.FromResult(
                    new LoginKeySet([opener.Open(own)], $"'{own.Path}' was put on it in place of its launch key")))).Value.ConfigureAwait(false);
            }

            return instance.KeyName is { } keyName
                ? await _found.GetOrAdd("key " + keyName, _ => new Lazy<Task<LoginKeySet>>(() => LookAsync(keyName, cancel))).Value.ConfigureAwait(false)
                : OfAgent(AgentKeys.Some(), "it was launched without a key pair, so the ssh-agent's keys are tried")
                    ?? throw new Ec2KeyPairException(
                        ErrorCondition.PrivateKeyNotFound,
                        $"{instance.InstanceId} was launched without a key pair, and no ssh-agent holds a key to try.",
                        instance.InstanceId,
                        "Give the private key with -KeyPath.");
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput() && !instance.InstanceId.Equals(e.Subject))
        {
            // One key, one cause, but each instance's own error: scripts go by the target.
            throw new Ec2KeyPairException(e.Condition, $"{instance.InstanceId}: {e.Message}", instance.InstanceId, e.Mend, e);
        }
    }

    private async Task<LoginKeySet> LookAsync(string keyName, CancellationToken cancel)
    {
        var (_, wanted, candidates) = await EvidenceAsync(keyName, cancel).ConfigureAwait(false);
        Ec2KeyPairException? failure = null;
        foreach (var candidate in candidates)
        {
            try
            {
                var signer = opener.Open(candidate);
                if (wanted is null || wanted.SshBlob.Span.SequenceEqual(signer.PublicBlob))
                {
                    return new LoginKeySet([signer], $"{signer.Description} is its launch key '{keyName}'");
                }
            }
            catch (Ec2KeyPairException e)
            {
                failure ??= e;
            }
        }

        if (failure is not null) throw failure;
        return FromAgent(keyName, wanted) ?? throw new Ec2KeyPairException(
            ErrorCondition.PrivateKeyNotFound,
            $"The private key of the launch key '{keyName}' is neither in {lookup.Where} nor in an ssh-agent.",
            keyName,
            "Give the file with -KeyPath, or import it with Import-EC2KeyPairLocal.");
    }

    private async Task<LaunchKeyEvidence> EvidenceAsync(string keyName, CancellationToken cancel)
    {
        try
        {
            return await lookup.LookAsync(keyName, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsAccessDenied)
        {
            return new(null, null, lookup.NamedLike(keyName)); // As where EC2 has forgotten it: the server says whether it is the one.
        }
    }

    private static LoginKeySet? FromAgent(string keyName, PublicKey? wanted) => wanted is null
        ? OfAgent(AgentKeys.Some(), $"EC2 does not tell its launch key '{keyName}', so the ssh-agent's keys are tried")
        : AgentKeys.Holding(wanted) is { } held ? OfAgent([new AgentSigner(held)], $"the ssh-agent holds its launch key '{keyName}'") : null;

    private static LoginKeySet? OfAgent(IReadOnlyList<ISshSigner> signers, string reason) =>
        signers.Count > 0 ? new LoginKeySet(signers, reason) : null;
}
