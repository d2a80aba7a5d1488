using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Usage;

/// <summary>Finds out who uses which key pair in one Region of one account.</summary>
internal sealed class RegionSurvey(UsagePlace place, UsageSelection selection, IUsageObserver observer)
{
    /// <summary>Passes on the instances as they come.</summary>
    /// <param name="writeAsync">Gets them a page at a time.</param>
    /// <param name="cancel">Stops between pages.</param>
    internal async Task ListInstancesAsync(Func<IReadOnlyList<InstanceUsage>, Task> writeAsync, CancellationToken cancel)
    {
        await foreach (var page in place.Instances.ListAsync(selection.Names, cancel).WithCancellation(cancel).ConfigureAwait(false))
        {
            observer.Counted(page.Count);
            var rows = page.Where(IsAskedFor).Select(instance => InstanceUsage.Of(place, instance)).ToList();
            if (rows.Count > 0) await writeAsync(rows).ConfigureAwait(false);
        }
    }

    /// <summary>Counts the instances, and asks for key pairs and launch templates meanwhile.</summary>
    /// <param name="held">The private halves on this machine.</param>
    /// <param name="writeAsync">Gets each instance too, a page at a time; null where nobody asks for them.</param>
    /// <param name="cancel">Stops between requests.</param>
    /// <returns>The records of all key pairs that were asked about, by their names.</returns>
    internal async Task<IReadOnlyList<KeyPairUsage>> SurveyAsync(
        HeldKeys held, Func<IReadOnlyList<InstanceUsage>, Task>? writeAsync, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var keyPairs = StopOnError(() => selection.Names.Count > 0 ? place.KeyPairs.FindAsync(selection.Names, stop.Token) : place.KeyPairs.ListAsync(stop.Token), stop);
        var templates = StopOnError(() => TemplateTally.CountAsync(place.LaunchTemplates, stop.Token), stop);
        var tallies = StopOnError(() => CountAsync(writeAsync, stop.Token), stop);
        await FirstErrorAsync([keyPairs, templates, tallies]).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var (described, uses, counted) = (await keyPairs.ConfigureAwait(false), await templates.ConfigureAwait(false), await tallies.ConfigureAwait(false));
        var byName = described.Where(keyPair => selection.Includes(keyPair.KeyName)).ToDictionary(keyPair => keyPair.KeyName, StringComparer.Ordinal);
        // The account's id stands with its instances only; whichever key pair they use, it is the same one.
        var account = counted.Tallies.Values.SelectMany(tally => tally.Sample).FirstOrDefault()?.AccountId ?? counted.AccountId;
        return byName.Keys.Concat(counted.Tallies.Keys).Concat(uses.Keys.Where(selection.Includes))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => Record(
                name,
                byName.TryGetValue(name, out var keyPair) ? keyPair : null,
                counted.Tallies.TryGetValue(name, out var tally) ? tally : new UsageTally(),
                uses.TryGetValue(name, out var use) ? use : [],
                held,
                account))
            .ToList();
    }

    private async Task<(Dictionary<string, UsageTally> Tallies, string? AccountId)> CountAsync(
        Func<IReadOnlyList<InstanceUsage>, Task>? writeAsync, CancellationToken cancel)
    {
        var tallies = new Dictionary<string, UsageTally>(StringComparer.Ordinal);
        string? account = null;
        await foreach (var page in place.Instances.ListAsync(selection.Names, cancel).WithCancellation(cancel).ConfigureAwait(false))
        {
            foreach (var instance in page)
            {
                account ??= instance.OwnerId;
                if (instance.KeyName is null || !selection.Includes(instance.KeyName)) continue;
                if (!tallies.TryGetValue(instance.KeyName, out var tally)) tallies[instance.KeyName] = tally = new UsageTally();
                tally.Add(place, instance);
            }

            observer.Counted(page.Count);
            if (writeAsync is null) continue;
            var rows = page.Where(IsAskedFor).Select(instance => InstanceUsage.Of(place, instance)).ToList();
            if (rows.Count > 0) await writeAsync(rows).ConfigureAwait(false);
        }

        return (tallies, account);
    }

    private bool IsAskedFor(LaunchedInstance instance) =>
        instance.KeyName is null ? selection.IncludesKeyless : selection.Includes(instance.KeyName);

    private KeyPairUsage Record(
        string name, Ec2KeyPairInfo? described, UsageTally tally, IReadOnlyList<LaunchTemplateUse> templates, HeldKeys held, string? account)
    {
        var publicKey = HeldKeys.Read(described?.PublicKey);
        var usage = new KeyPairUsage
        {
            ProfileName = place.ProfileName,
            AccountId = account,
            Region = place.Region,
            KeyName = name,
            Exists = described is not null,
            KeyPairId = described?.KeyPairId,
            KeyType = described?.KeyType,
            KeySize = publicKey?.Size,
            Fingerprint = described?.Fingerprint,
            CreateTime = described?.CreateTime,
            InstanceCount = tally.Count,
            RunningCount = tally.Running,
            WindowsCount = tally.Windows,
            OldestLaunch = tally.Oldest,
            NewestLaunch = tally.Newest,
            Instances = tally.Sample,
            Groups = tally.Groups,
            LaunchTemplates = templates,
            PrivateKeys = described is null ? held.Named(name) : held.Of(described, publicKey),
            BreaksIfDeleted = DeletionImpact.Of(templates, tally),
        };
        return usage with { Findings = KeyFindings.Of(usage) };
    }

    // What fails makes the other answers worthless: the Region as a whole is not answered then.
    private static async Task<T> StopOnError<T>(Func<Task<T>> ask, CancellationTokenSource stop)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    // All have ended when this does; the failure itself counts, not that the others were stopped for it.
    private static async Task FirstErrorAsync(IReadOnlyList<Task> tasks)
    {
        try
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch
        {
            var failed = tasks.FirstOrDefault(task => task.IsFaulted);
            if (failed is not null) await failed.ConfigureAwait(false);
            throw;
        }
    }
}
