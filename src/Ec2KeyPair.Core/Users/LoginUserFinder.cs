using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.Users;

/// <summary>Looks up what tells an instance's login user: no more than it takes for the first one, everything for the next ones.</summary>
public sealed class LoginUserFinder(IInstanceApi instances, IManagedInstanceApi managed, UserMap map)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Ec2Image?>>> _images = new(StringComparer.Ordinal);

    /// <summary>The account to try first. The image is looked up where map and tag don't tell, the agent where the image doesn't either.</summary>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    public async Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var evidence = new LoginUserEvidence(instance, null, null, map);
        if (map.NeedsImage || !(IsTagged(instance) || map.UserFor(instance, null) is not null)) evidence = evidence with { Image = await ImageAsync(instance, cancel).ConfigureAwait(false) };
        if (!LoginUserGuess.IsTold(evidence)) evidence = evidence with { Managed = await ManagedAsync(instance, cancel).ConfigureAwait(false) };
        return LoginUserGuess.Candidates(evidence)[0];
    }

    /// <summary>All accounts that the instance may have, the likeliest first.</summary>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    public async Task<IReadOnlyList<LoginUser>> CandidatesAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var image = ImageAsync(instance, cancel);
        var agent = ManagedAsync(instance, cancel);
        await Task.WhenAll(image, agent).ConfigureAwait(false);
        return LoginUserGuess.Candidates(new(instance, await image.ConfigureAwait(false), await agent.ConfigureAwait(false), map));
    }

    private static bool IsTagged(Ec2Instance instance) => instance.Tags.TryGetValue(LoginUserGuess.UserTag, out var user) && user.Length > 0;

    // One look for each image, however many instances were made of it.
    private Task<Ec2Image?> ImageAsync(Ec2Instance instance, CancellationToken cancel) => instance.ImageId is { } id
        ? _images.GetOrAdd(id, _ => new(() => instances.FindImageAsync(id, cancel))).Value
        : Task.FromResult<Ec2Image?>(null);

    private async Task<ManagedInstance?> ManagedAsync(Ec2Instance instance, CancellationToken cancel)
    {
        try
        {
            return await managed.FindAsync(instance.InstanceId, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return null; // Many who may connect may not ask Systems Manager; it is one hint among several.
        }
    }
}
