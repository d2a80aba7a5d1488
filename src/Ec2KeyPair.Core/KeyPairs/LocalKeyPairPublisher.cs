using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Sees to it that Regions have the public half of a key pair that is here, and remembers which do.</summary>
public sealed class LocalKeyPairPublisher(IKeyShelf shelf)
{
    /// <summary>Publishes to each Region, side by side.</summary>
    /// <param name="keyPair">The key pair.</param>
    /// <param name="regions">Where to.</param>
    /// <param name="tags">Tags of key pairs that are made.</param>
    /// <param name="writeAsync">Gets a record for each Region that answered.</param>
    /// <param name="reportAsync">Told of each Region that did not, or whose answer could not be written down; the others go on.</param>
    /// <param name="cancel">Stops between requests.</param>
    /// <exception cref="Ec2KeyPairException">KeyTypeUnsupported, PassphraseRequired, or what concerns every input.</exception>
    public async Task PublishAsync(
        LocalKeyPair keyPair,
        IReadOnlyList<IEc2Region> regions,
        IReadOnlyDictionary<string, string> tags,
        Func<PublishRecord, Task> writeAsync,
        Func<Ec2KeyPairException, Task> reportAsync,
        CancellationToken cancel)
    {
        var key = PublicHalf.Of(keyPair);
        KeyPairPublisher.ThrowIfNotImportable(key, keyPair.Name);
        var answers = await RegionAnswers.AskAsync(
            regions, region => KeyPairPublisher.EnsureAsync(region.KeyPairs, keyPair.Name, key, tags, cancel)).ConfigureAwait(false);
        foreach (var answer in answers)
        {
            if (answer.Value is not { } result)
            {
                await reportAsync(Failed(keyPair.Name, answer.Region.Name, answer.Error!)).ConfigureAwait(false);
                continue;
            }

            if (result.Outcome != PublishOutcome.Conflict) await RememberAsync(keyPair, result, reportAsync).ConfigureAwait(false);
            await writeAsync(new PublishRecord
            {
                Name = keyPair.Name,
                Region = result.Region,
                Outcome = result.Outcome,
                KeyPairId = result.KeyPair.KeyPairId,
                Fingerprint = result.KeyPair.Fingerprint,
            }).ConfigureAwait(false);
            // A record like the others, for who compares Regions; an error too, for who looks no further than at those.
            if (result.Outcome == PublishOutcome.Conflict) await reportAsync(KeyPairPublisher.Conflict(result.Region, result.KeyPair)).ConfigureAwait(false);
        }
    }

    // EC2 has it by now: what can't be written down here is no reason to keep silent about that.
    private async Task RememberAsync(LocalKeyPair keyPair, PublishResult result, Func<Ec2KeyPairException, Task> reportAsync)
    {
        try
        {
            shelf.Published(keyPair, new PublishedKeyPair(result.Region, keyPair.Name, result.KeyPair.KeyPairId, result.KeyPair.Fingerprint));
        }
        catch (Ec2KeyPairException e)
        {
            await reportAsync(e).ConfigureAwait(false);
        }
    }

    private static Ec2KeyPairException Failed(string name, string region, Ec2KeyPairException cause) => new(
        ErrorCondition.KeyPairPublishFailed,
        $"'{name}' was not published to {region}: {cause.Message}",
        name,
        $"{cause.Mend} Then run the same command again: Publish-EC2KeyPairLocal -Name '{name}' -Region {region}".TrimStart(),
        cause);
}
