using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Finds out where a local key is the one that EC2 has. It only asks; nothing is uploaded.</summary>
public sealed class KeyPairMatcher(IReadOnlyList<IEc2Region> regions)
{
    /// <summary>Compares one key with one target in all Regions, side by side.</summary>
    /// <param name="local">The local key.</param>
    /// <param name="target">What to compare it with.</param>
    /// <param name="writeAsync">Gets a record for each Region; of ids and instances only for the one that has it.</param>
    /// <param name="reportAsync">Told of each Region that could not be asked.</param>
    /// <param name="cancel">Stops between requests.</param>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, KeyPairNotFound (an id that no Region has), or what concerns every input.</exception>
    public async Task MatchAsync(
        LocalKeyPair local,
        MatchTarget target,
        Func<KeyPairMatch, Task> writeAsync,
        Func<Ec2KeyPairException, Task> reportAsync,
        CancellationToken cancel)
    {
        var answers = await RegionAnswers.AskAsync(regions, region => LookAsync(region, local, target, cancel)).ConfigureAwait(false);
        foreach (var answer in answers)
        {
            if (answer.Value is not null) await writeAsync(answer.Value).ConfigureAwait(false);
            if (answer.Error is not null) await reportAsync(InRegion(answer.Error, answer.Region.Name)).ConfigureAwait(false);
        }

        if (answers.All(answer => answer.Value is null && answer.Error is null)) throw NotFound(target);
    }

    private static async Task<KeyPairMatch?> LookAsync(IEc2Region region, LocalKeyPair local, MatchTarget target, CancellationToken cancel)
    {
        switch (target.Kind)
        {
            case MatchTargetKind.KeyPairId:
                var byId = await region.KeyPairs.FindByIdAsync(target.Text!, cancel).ConfigureAwait(false);
                return byId is null ? null : Compare(region, local, byId.KeyName, byId, null);
            case MatchTargetKind.Instance:
                var resolved = (await new InstanceResolver(region.Instances).ResolveAsync([target.Text!], cancel).ConfigureAwait(false))[0];
                if (resolved.Error is { Condition: ErrorCondition.InstanceNotFound }) return null;
                var instance = resolved.Instance ?? throw resolved.Error!;
                var launchKey = instance.KeyName ?? throw LaunchKeyMissing(instance);
                return Compare(region, local, launchKey, await FindAsync(region, launchKey, cancel).ConfigureAwait(false), instance.InstanceId);
            default:
                var name = target.Text ?? local.PublishedTo.FirstOrDefault(where => where.Region == region.Name)?.KeyName ?? local.Name;
                return Compare(region, local, name, await FindAsync(region, name, cancel).ConfigureAwait(false), null);
        }
    }

    private static async Task<Ec2KeyPairInfo?> FindAsync(IEc2Region region, string name, CancellationToken cancel) =>
        (await region.KeyPairs.FindAsync([name], cancel).ConfigureAwait(false)).FirstOrDefault();

    private static KeyPairMatch Compare(IEc2Region region, LocalKeyPair local, string keyName, Ec2KeyPairInfo? described, string? instanceId)
    {
        var evidence = described is null ? MatchEvidence.NoKeyPair : KeyPairComparison.Compare(local, described);
        return new KeyPairMatch
        {
            Name = local.Name,
            Region = region.Name,
            KeyName = keyName,
            KeyPairId = described?.KeyPairId,
            InstanceId = instanceId,
            IsMatch = evidence is not (MatchEvidence.None or MatchEvidence.NoKeyPair),
            Evidence = evidence,
            Ec2Fingerprint = described?.Fingerprint,
            LocalFingerprint = KeyPairComparison.LocalFingerprint(local, described?.Fingerprint),
        };
    }

    // AWS's own message does not say which of many Regions it is about.
    private static Ec2KeyPairException InRegion(Ec2KeyPairException error, string region) =>
        new(error.Condition, $"{region}: {error.Message}", error.Subject, error.Mend, error);

    private static Ec2KeyPairException LaunchKeyMissing(Ec2Instance instance) => new(
        ErrorCondition.LaunchKeyMissing,
        $"{instance.InstanceId} was launched without a key pair.",
        instance.InstanceId,
        "Nothing can be compared; look at its authorized keys instead.");

    private Ec2KeyPairException NotFound(MatchTarget target)
    {
        var where = string.Join(", ", regions.Select(region => region.Name));
        return target.Kind == MatchTargetKind.Instance
            ? new(
                ErrorCondition.InstanceNotFound,
                $"No instance '{target.Text}' in {where}: neither an id nor a Name tag, an IP address or a DNS name.",
                target.Text,
                "Check the Region and the account (-Region, -ProfileName).")
            : new(
                ErrorCondition.KeyPairNotFound,
                $"EC2 has no key pair with the id '{target.Text}' in {where}.",
                target.Text,
                "Check the id, the Region and the account (-Region, -ProfileName).");
    }
}
