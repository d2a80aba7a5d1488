using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>
/// Removes private keys, and not by accident the last key of an instance: EC2 keeps no copy, so what is gone is gone.
/// </summary>
public sealed class LocalKeyPairRemover(KeyStore store)
{
    private const int MostInstancesNamed = 5;

    // A terminated instance needs no key any more, and one that shuts down ends there (a stopping one does not).
    private static readonly string[] LivingStates = ["pending", "running", "stopping", "stopped"];

    /// <summary>Works out what would go, and refuses when an instance may still need it. Changes nothing.</summary>
    /// <param name="keyPair">The key pair here.</param>
    /// <param name="regions">Where it was published, or where the user says.</param>
    /// <param name="isPublishedToo">EC2's key pairs go as well.</param>
    /// <param name="isForced">Don't ask about instances.</param>
    /// <param name="installed">Keys that were put on instances from here.</param>
    /// <param name="warnAsync">Told of another key pair that has the name.</param>
    /// <param name="cancel">Stops between requests.</param>
    /// <exception cref="Ec2KeyPairException">KeyPairInUse, also when AWS could not be asked; with force, what prevented finding EC2's key pairs.</exception>
    public static async Task<KeyRemovalPlan> PlanAsync(
        LocalKeyPair keyPair,
        IReadOnlyList<IEc2Region> regions,
        bool isPublishedToo,
        bool isForced,
        InstalledKeys installed,
        Func<string, Task> warnAsync,
        CancellationToken cancel)
    {
        if (isForced && !isPublishedToo) return new KeyRemovalPlan(keyPair, []);
        if (!isForced && installed.InstancesOf(keyPair) is { Count: > 0 } instances) throw Installed(keyPair, instances);
        IReadOnlyList<RegionAnswer<IEc2Region, Look>> answers;
        try
        {
            answers = await RegionAnswers.AskAsync(regions, region => LookAsync(keyPair, region, isForced, cancel)).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e)
        {
            throw Unasked(keyPair, string.Join(", ", regions.Select(region => region.Name)), e, isForced);
        }

        if (answers.FirstOrDefault(answer => answer.Error is not null) is { Error: { } error } unasked)
        {
            throw Unasked(keyPair, unasked.Region.Name, error, isForced);
        }

        var found = answers.Select(answer => answer.Value!).ToList();
        foreach (var other in found.SelectMany(look => look.Others))
        {
            await warnAsync($"EC2 in {other.Region.Name} has a different key pair named '{other.KeyPair.KeyName}'; it is left alone.").ConfigureAwait(false);
        }

        var users = found.SelectMany(look => look.Users).ToList();
        if (users.Count > 0) throw InUse(keyPair, users);
        return new KeyRemovalPlan(keyPair, isPublishedToo ? found.SelectMany(look => look.Ours).ToList() : []);
    }

    /// <summary>Removes what was planned: EC2's key pairs first, so that after a failure the command can be repeated.</summary>
    /// <exception cref="Ec2KeyPairException">An Aws condition, PrivateKeyNotFound, KeyPairExists, KeyStoreBusy, FileWriteFailed.</exception>
    public async Task RemoveAsync(KeyRemovalPlan plan, CancellationToken cancel)
    {
        var answers = await RegionAnswers.AskAsync(plan.InEc2, async removal =>
        {
            await removal.Region.KeyPairs.DeleteAsync(removal.KeyPair.KeyPairId!, cancel).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        if (answers.FirstOrDefault(answer => answer.Error is not null) is { Error: { } error } failed)
        {
            throw new Ec2KeyPairException(
                error.Condition,
                $"The key pair '{failed.Region.KeyPair.KeyName}' was not deleted in {failed.Region.Region.Name}, and the private key was kept: {error.Message}",
                plan.KeyPair.Name,
                $"{error.Mend} To remove the private key alone, leave -Published out.".TrimStart(),
                error);
        }

        cancel.ThrowIfCancellationRequested();
        store.Remove(plan.KeyPair);
    }

    /// <summary>The error when AWS could not be asked: no answer is no permission, and it concerns this key alone.</summary>
    public static Ec2KeyPairException Unasked(LocalKeyPair keyPair, string where, Ec2KeyPairException cause, bool isForced) => new(
        isForced ? cause.Condition : ErrorCondition.KeyPairInUse,
        isForced
            ? $"'{keyPair.Name}' was not removed: {where} could not be asked for its key pair: {cause.Message}"
            : $"'{keyPair.Name}' was not removed: whether an instance in {where} still needs it could not be asked: {cause.Message}",
        keyPair.Name,
        $"{cause.Mend} To remove the private key here without asking, use -Force and leave -Published out.".TrimStart(),
        cause);

    private static async Task<Look> LookAsync(LocalKeyPair keyPair, IEc2Region region, bool isForced, CancellationToken cancel)
    {
        var names = keyPair.PublishedTo.Where(where => where.Region == region.Name).Select(where => where.KeyName)
            .Append(keyPair.Name).Distinct(StringComparer.Ordinal).ToList();
        var look = new Look();
        foreach (var described in await region.KeyPairs.FindAsync(names, cancel).ConfigureAwait(false))
        {
            var isOurs = KeyPairComparison.Compare(keyPair, described) != MatchEvidence.None;
            (isOurs ? look.Ours : look.Others).Add(new KeyRemoval(region, described));
        }

        if (isForced) return look;
        // A launch key that EC2 has forgotten can't be compared: its name has to count, for a lost key does not come back.
        var suspects = names.Except(look.Others.Select(other => other.KeyPair.KeyName), StringComparer.Ordinal).ToList();
        if (suspects.Count == 0) return look;
        InstanceFilter[] filters = [new("key-name", suspects), new("instance-state-name", LivingStates)];
        await foreach (var instance in region.Instances.FindAsync(filters, cancel).ConfigureAwait(false))
        {
            look.Users.Add((region.Name, instance));
        }

        return look;
    }

    // EC2 does not know of these, and asking for each whether it still exists would not be enough: it may have another key by now.
    private static Ec2KeyPairException Installed(LocalKeyPair keyPair, IReadOnlyList<string> instances) => new(
        ErrorCondition.KeyPairInUse,
        $"'{keyPair.Name}' was not removed: it was put on {string.Join(", ", instances.Take(MostInstancesNamed))}"
            + (instances.Count > MostInstancesNamed ? $" and {instances.Count - MostInstancesNamed} more" : "") + " from here, in place of the launch key.",
        keyPair.Name,
        "Give these instances another key first (Update-EC2AuthorizedKey); if they are gone or have one, use -Force.");

    private static Ec2KeyPairException InUse(LocalKeyPair keyPair, List<(string Region, Ec2Instance Instance)> users)
    {
        var named = users.Take(MostInstancesNamed).Select(user => $"{user.Instance.InstanceId} ({user.Region}, {user.Instance.State})");
        var more = users.Count > MostInstancesNamed ? $" and {users.Count - MostInstancesNamed} more" : "";
        return new(
            ErrorCondition.KeyPairInUse,
            $"'{keyPair.Name}' was not removed: it is the launch key of {string.Join(", ", named)}{more}.",
            keyPair.Name,
            "Give these instances another key first; if they have one, use -Force.");
    }

    private sealed class Look
    {
        internal List<KeyRemoval> Ours { get; } = [];

        internal List<KeyRemoval> Others { get; } = [];

        internal List<(string Region, Ec2Instance Instance)> Users { get; } = [];
    }
}
