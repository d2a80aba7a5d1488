using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>
/// Sees to it that a key pair is here and that EC2 has its public half. The private half is written before
/// anything is published, so whatever fails later, it is safe.
/// </summary>
public sealed class LocalKeyPairMaker(IKeyShelf shelf, IReadOnlyList<IKeyPairApi> regions)
{
    /// <summary>How many keys are worth making at once: an RSA key takes a processor, an Ed25519 key waits for the disk.</summary>
    public static int SideBySide(KeyType type) => type == KeyType.Rsa ? Environment.ProcessorCount : 16;

    /// <summary>Makes the key pair, or takes the one that is here, and publishes it to every Region.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="reportAsync">Told of each Region where publishing failed; the others go on.</param>
    /// <param name="cancel">Stops between steps, never with half a key.</param>
    /// <exception cref="Ec2KeyPairException">
    /// KeyNameInvalid, KeyPairExists (a local key of another type), KeyPairConflict (EC2 has another key of that
    /// name: nothing is made), KeyTypeUnsupported, KeyEncodingUnsupported, FileWriteFailed, or an Aws condition.
    /// </exception>
    public async Task<LocalKeyPair> EnsureAsync(
        NewKeyPairRequest request, Func<Ec2KeyPairException, Task> reportAsync, CancellationToken cancel)
    {
        var here = shelf.Find(request.Name);
        if (here is not null) ThrowIfOther(here, request);
        else await ThrowIfTakenAsync(request.Name, cancel).ConfigureAwait(false);

        var keyPair = here ?? await MakeAsync(request).ConfigureAwait(false);
        if (regions.Count == 0) return keyPair;
        var publicKey = PublicHalf.Of(keyPair);
        var results = await Task.WhenAll(regions.Select(region => PublishAsync(region, request, publicKey, cancel))).ConfigureAwait(false);
        foreach (var (published, error) in results)
        {
            if (published is not null) keyPair = shelf.Published(keyPair, published);
            if (error is not null) await reportAsync(error).ConfigureAwait(false);
        }

        return keyPair;
    }

    // A thread of its own: an RSA key keeps a processor busy, and an Ed25519 key waits for the disk most of the
    // time, for which the pool's few threads are too dear.
    private Task<LocalKeyPair> MakeAsync(NewKeyPairRequest request) => Task.Factory.StartNew(
        () => Make(request), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private LocalKeyPair Make(NewKeyPairRequest request)
    {
        using var key = KeyGenerator.Generate(request.KeyType, request.RsaSize, request.Comment ?? request.Name);
        try
        {
            return shelf.Add(request.Name, key, request.ActualEncoding, request.Passphrase);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.KeyPairExists && shelf.Find(request.Name) is not null)
        {
            // Another process made it since we looked: to ensure is to take that one.
            var winner = shelf.Find(request.Name)!;
            ThrowIfOther(winner, request);
            return winner;
        }
    }

    private async Task ThrowIfTakenAsync(string name, CancellationToken cancel)
    {
        var found = await Task.WhenAll(regions.Select(region => region.FindAsync([name], cancel))).ConfigureAwait(false);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i].FirstOrDefault() is { } taken) throw KeyPairPublisher.Conflict(regions[i].Region, taken);
        }
    }

    private static void ThrowIfOther(LocalKeyPair here, NewKeyPairRequest request)
    {
        if (!request.IsTypeRequired || here.KeyType is null) return;
        if (here.KeyType == request.KeyType && (here.KeyType != KeyType.Rsa || here.KeySize == request.RsaSize)) return;
        throw new Ec2KeyPairException(
            ErrorCondition.KeyPairExists,
            $"A private key '{request.Name}' is already here, of type {here.KeyType} {here.KeySize}; nothing was overwritten ({here.Path}).",
            request.Name,
            "Choose another name, or leave -KeyType and -KeySize out to take the key that is here.");
    }

    private static async Task<(PublishedKeyPair? Published, Ec2KeyPairException? Error)> PublishAsync(
        IKeyPairApi region, NewKeyPairRequest request, PublicKey publicKey, CancellationToken cancel)
    {
        try
        {
            var result = await KeyPairPublisher.EnsureAsync(region, request.Name, publicKey, request.Tags, cancel).ConfigureAwait(false);
            if (result.Outcome == PublishOutcome.Conflict) return (null, KeyPairPublisher.Conflict(region.Region, result.KeyPair));
            var where = new PublishedKeyPair(region.Region, request.Name, result.KeyPair.KeyPairId, result.KeyPair.Fingerprint);
            return (where, null);
        }
        catch (Ec2KeyPairException e)
        {
            return (null, new Ec2KeyPairException(
                ErrorCondition.KeyPairPublishFailed,
                $"The private key '{request.Name}' is safe here, but was not published to {region.Region}: {e.Message}",
                request.Name,
                $"When the cause is mended, run the same command again: New-EC2KeyPairLocal -Name '{request.Name.Replace("'", "''")}' -Region {region.Region}",
                e));
        }
    }
}
