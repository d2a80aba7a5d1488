using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Lets keys in for a minute, by EC2 Instance Connect. Nothing on the instance is changed.</summary>
internal sealed class KeyPushService(IInstanceConnectApi api, ILoginUsers users, IClock clock, KeyWorkLimits limits, IKeyWorkObserver observer)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60); // EC2 Instance Connect API Reference, SendSSHPublicKey

    /// <summary>Pushes to all targets.</summary>
    /// <param name="targets">Instances and keys.</param>
    /// <param name="accountName">The account; null for each instance's likeliest one.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless.</exception>
    internal async Task RunAsync(IReadOnlyList<KeyTarget> targets, string? accountName, CancellationToken cancel)
    {
        var failed = 0;
        var left = new List<string>();
        var mayFail = limits.Errors(targets.Count);
        await SideBySide.ForEachAsync(targets, limits.Concurrency(targets.Count), async (target, stop) =>
        {
            if (Volatile.Read(ref failed) > mayFail)
            {
                lock (left) left.Add(target.Instance.InstanceId);
                return;
            }

            try
            {
                if (await observer.AllowsAsync(target.Instance, KeyOperation.Add, target.Keys).ConfigureAwait(false)) await PushAsync(target, accountName, stop).ConfigureAwait(false);
            }
            catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
            {
                Interlocked.Increment(ref failed);
                await observer.FailedAsync(target.Named.AsTarget(e)).ConfigureAwait(false);
            }
        }, cancel).ConfigureAwait(false);
        if (left.Count > 0) await observer.FailedAsync(AuthorizedKeyErrors.Stopped(failed, left)).ConfigureAwait(false);
    }

    private async Task PushAsync(KeyTarget target, string? accountName, CancellationToken cancel)
    {
        var account = accountName ?? (await users.FindAsync(target.Instance, cancel).ConfigureAwait(false)).Name;
        foreach (var key in target.Keys)
        {
            var push = new KeyPush(target.Instance, account, PublicKey.FromSshBlob(Convert.FromBase64String(key.Base64)));
            var before = clock.UtcNow;
            await api.SendKeyAsync(push, cancel).ConfigureAwait(false);
            await observer.ChangedAsync(new AuthorizedKeyChange
            {
                InstanceId = target.Instance.InstanceId,
                UserName = account,
                Outcome = KeyChangeOutcome.Pushed,
                KeyType = key.KeyType,
                Fingerprint = key.Fingerprint,
                PublicKey = key.Line,
                Via = "InstanceConnect",
                ExpiresAt = before + Lifetime,
            }).ConfigureAwait(false);
        }
    }
}
