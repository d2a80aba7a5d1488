using System.Collections.Concurrent;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Users;

/// <summary>Looks up what tells an instance's login user: no more than it takes for the first one, everything for the next ones.</summary>
/// <remarks>
/// What AWS tells is a hint among several. Many who may connect may not ask for all of it, and nobody waits long for a
/// hint: what does not come is left out, and the account's evidence says so.
/// </remarks>
public sealed class LoginUserFinder(IInstanceApi instances, IManagedInstanceApi managed, UserMap map, IClock clock)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Look<Ec2Image?>>>> _images = new(StringComparer.Ordinal);

    /// <summary>The account to try first. The image is looked up where map and tag don't tell, the agent where the image doesn't either.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var evidence = new LoginUserEvidence(instance, null, null, map);
        if (map.NeedsImage || !(IsTagged(instance) || map.UserFor(instance, null) is not null))
        {
            evidence = evidence.With(await ImageAsync(instance, cancel).ConfigureAwait(false));
        }

        if (!LoginUserGuess.IsTold(evidence)) evidence = evidence.With(await ManagedAsync(instance, cancel).ConfigureAwait(false));
        return LoginUserGuess.Candidates(evidence)[0];
    }

    /// <summary>All accounts that the instance may have, the likeliest first.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<IReadOnlyList<LoginUser>> CandidatesAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var image = ImageAsync(instance, cancel);
        var agent = ManagedAsync(instance, cancel);
        await Task.WhenAll(image, agent).ConfigureAwait(false);
        return LoginUserGuess.Candidates(
            new LoginUserEvidence(instance, null, null, map).With(await image.ConfigureAwait(false)).With(await agent.ConfigureAwait(false)));
    }

    private static bool IsTagged(Ec2Instance instance) => instance.Tags.TryGetValue(LoginUserGuess.UserTag, out var user) && user.Length > 0;

    // One look for each image, however many instances were made of it.
    private Task<Look<Ec2Image?>> ImageAsync(Ec2Instance instance, CancellationToken cancel) => instance.ImageId is { } id
        ? _images.GetOrAdd(id, _ => new(() => TakeAsync(stop => instances.FindImageAsync(id, stop), cancel))).Value
        : TakeAsync(_ => Task.FromResult<Ec2Image?>(null), cancel);

    private Task<Look<ManagedInstance?>> ManagedAsync(Ec2Instance instance, CancellationToken cancel) =>
        TakeAsync(stop => managed.FindAsync(instance.InstanceId, stop), cancel);

    private Task<Look<T>> TakeAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancel) =>
        Look<T>.TakeAsync(ask, LookPatience.Quick.Aws, clock, cancel);
}
