using System.Collections.Concurrent;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.SshConfig;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Hosting;

/// <summary>Puts together what makes ssh's host entries, Region by Region.</summary>
internal static class SshConfigServices
{
    /// <summary>Opens the Regions.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound, UserMapInvalid, FileReadFailed, or an Aws condition.</exception>
    internal static async Task<IReadOnlyList<(Ec2Region Ec2, SshHostScope Scope, SshHostEntries Entries)>> OpenAsync(
        AwsSession aws, string[]? regions, KeyStore store, CancellationToken cancel)
    {
        var map = UserMap.Load(store.UserMapPath);
        var pins = new PinnedHostKeys(store.KnownHostsPath);
        return (await RegionChoice.OpenAsync(aws, regions, cancel)).Select(ec2 =>
        {
            var scope = new SshHostScope(ec2.Name, aws.Profile, aws.EndpointUrl, ProfileLocation: aws.ProfileLocation);
            var users = new LoginUserFinder(ec2.Instances, aws.SessionManager(ec2.Name), map, SystemClock.Instance);
            var keys = new SshKeyChoice(new LaunchKeyLookup(ec2.KeyPairs, new KeyStoreSource(store)));
            return (ec2, scope, new SshHostEntries(users, keys, pins, scope));
        }).ToList();
    }

    /// <summary>Makes the entries of the instances that are selected, and says of which Regions these are all there are.</summary>
    internal static async Task<(IReadOnlyCollection<SshHostEntry> Entries, IReadOnlyCollection<SshHostCensus> Whole)> CollectAsync(
        IReadOnlyList<(Ec2Region Ec2, SshHostScope Scope, SshHostEntries Entries)> sources,
        SshHostSelection selection,
        ConnectionRoute via,
        int? port,
        int throttleLimit,
        Func<string, CancellationToken, Task<string?>> account,
        Func<Ec2KeyPairException, Task> report,
        CancellationToken cancel)
    {
        var made = new ConcurrentBag<SshHostEntry>();
        var whole = new List<SshHostCensus>();
        foreach (var (ec2, scope, entries) in sources)
        {
            try
            {
                var (instances, accounts) = await selection.FindAsync(ec2.Instances, report, cancel);
                await SideBySide.ForEachAsync(instances, throttleLimit, async (instance, stop) =>
                {
                    try
                    {
                        made.Add(await entries.MakeAsync(instance, via, port, stop));
                    }
                    catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
                    {
                        await report(e);
                    }
                }, cancel);
                // Where the last instance has gone, none is there to tell the account.
                if (selection.IsWhole) whole.Add(new(scope, [.. accounts, await account(ec2.Name, cancel)], instances.Select(instance => instance.InstanceId).ToList()));
            }
            catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput() && sources.Count > 1)
            {
                await report(e); // One Region that refuses keeps its entries, and the others get theirs.
            }
        }

        return (made.OrderBy(entry => entry.InstanceId, StringComparer.Ordinal).ToList(), whole);
    }
}
