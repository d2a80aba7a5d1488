using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Hosting.Ssh;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>Puts a rotation together for one Region, and runs it.</summary>
/// <param name="aws">The session.</param>
/// <param name="region">The Region.</param>
/// <param name="store">Where launch keys are looked for that EC2 has forgotten.</param>
/// <param name="ssh">What makes connections.</param>
/// <param name="editors">What works on keys.</param>
/// <param name="port">TCP port of the SSH servers; null for what each instance's tag says, or 22.</param>
/// <param name="lastWord">Is told of scripts that could not be ended. Never throws.</param>
internal sealed class RotationRun(
    AwsSession aws, string? region, KeyStore store, SshServices ssh, KeyEditors editors, int? port, Action<string> lastWord)
{
    /// <summary>Runs it.</summary>
    /// <param name="journal">What it is about, and how far it is.</param>
    /// <param name="instances">Its instances as they are now.</param>
    /// <param name="newKey">The new key.</param>
    /// <param name="oldKey">The old key, where its private half is here.</param>
    /// <param name="limits">How fast and how far.</param>
    /// <param name="observer">Is told.</param>
    /// <param name="allowsRenewalAsync">Asks whether a launch template may be changed.</param>
    /// <param name="cancel">Stops it where it is.</param>
    internal async Task<KeyRotationReport> RunAsync(
        RotationJournal journal,
        IReadOnlyList<Ec2Instance> instances,
        ISshSigner newKey,
        ISshSigner? oldKey,
        KeyWorkLimits limits,
        IRotationObserver observer,
        Func<string, string, Task<bool>> allowsRenewalAsync,
        CancellationToken cancel)
    {
        var header = journal.Header;
        var ec2 = aws.Ec2(region);
        var users = new RotationUsers(ssh.Users);
        ILoginKeys before = oldKey is null ? ssh.Keys : new FixedKeys(new LoginKeySet([oldKey], "-OldKey"));
        var door = new RotationDoor(ssh.Chooser, keys => ssh.ConnectorWith(users, keys), before, newKey, port);
        IOldKeys launchKeys = header.OldKey is { } given ? new GivenOldKey(given) : new LaunchKeys(new LaunchKeyLookup(ec2.KeyPairs, new KeyStoreSource(store)));
        var oldKeys = header.OldKey is null && header.UserName is null ? new InstalledOldKeys(new InstalledKeys(store), header.NewKey, launchKeys) : launchKeys;
        // Before it runs: afterwards the new key is the one that is noted.
        var replaced = (await OldKeysAsync(oldKeys, instances, cancel).ConfigureAwait(false)).Concat(await OldKeysAsync(launchKeys, instances, cancel).ConfigureAwait(false)).Distinct().ToList();
        var rotation = new InstanceRotation(Way(header, door, limits.Concurrency(instances.Count)), journal.RecordAsync);
        var report = await new FleetRotation(journal, rotation, oldKeys, users, limits, observer).RunAsync(instances, cancel).ConfigureAwait(false);
        var renewal = new LaunchTemplateRenewal(ec2.LaunchTemplates, ec2.KeyPairs, allowsRenewalAsync);
        // Instances that are launched with a key that is not proven would be out of reach; and those that can't be looked at may yet fail.
        var renews = header.UpdatesLaunchTemplates && report is { Done: > 0, AreInstancesDone: true };
        try
        {
            return report with { Sources = await renewal.RunAsync(instances, replaced, header.NewKey, renews, cancel).ConfigureAwait(false) };
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await observer.FailedAsync(e).ConfigureAwait(false);
            return report;
        }
    }

    private static async Task<IReadOnlyCollection<AuthorizedKeyText>> OldKeysAsync(IOldKeys oldKeys, IReadOnlyList<Ec2Instance> instances, CancellationToken cancel)
    {
        var found = new HashSet<AuthorizedKeyText>();
        foreach (var instance in instances.GroupBy(instance => instance.KeyName, StringComparer.Ordinal).Select(same => same.First()))
        {
            try
            {
                found.Add(await oldKeys.FindAsync(instance, cancel).ConfigureAwait(false));
            }
            catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
            {
                // It was told where the instance was.
            }
        }

        return found;
    }

    private IRotationWay Way(RotationHeader header, RotationDoor door, int atOnce)
    {
        var bySsh = new SshRotation(door, new SshKeyEditor(ssh.Chooser, ssh.Connector, port, lastWord), header.NewKey);
        if (header.Via == RotationRoute.Ssh) return bySsh;
        // A command holds its place until its slowest instance has ended, and each of the instances may be at another step: as many commands.
        var byRunCommand = new RunCommandRotation(door, new GatheringEditor(editors.Of(KeyRoute.RunCommand, Math.Max(atOnce, 1) * CommandRequest.MostInstances), SystemClock.Instance), header.NewKey);
        return header.Via == RotationRoute.RunCommand ? byRunCommand : new AutoRotation(bySsh, byRunCommand);
    }
}
