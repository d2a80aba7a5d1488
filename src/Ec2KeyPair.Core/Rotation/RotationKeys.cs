using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Login;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>One set of keys for every instance.</summary>
internal sealed class FixedKeys(LoginKeySet keys) : ILoginKeys
{
    /// <inheritdoc/>
    public Task<LoginKeySet> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(keys);
}

/// <summary>The keys that open an instance before, and the new one that does after: at any moment one of them opens.</summary>
internal sealed class EitherKey(ILoginKeys before, ISshSigner newKey) : ILoginKeys
{
    /// <inheritdoc/>
    public async Task<LoginKeySet> FindAsync(Ec2Instance instance, CancellationToken cancel)
    {
        try
        {
            var keys = await before.FindAsync(instance, cancel).ConfigureAwait(false);
            return keys with { Signers = [.. keys.Signers, newKey], Reason = keys.Reason + ", or the new key" };
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput() && e.Condition is ErrorCondition.PrivateKeyNotFound)
        {
            return new LoginKeySet([newKey], $"the new key alone: {e.Message}");
        }
    }
}

/// <summary>Each instance's account, looked up once.</summary>
internal sealed class RotationUsers(ILoginUsers users) : ILoginUsers
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<Task<Users.LoginUser>>> _found = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<Users.LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel) =>
        _found.GetOrAdd(instance.InstanceId, _ => new(() => users.FindAsync(instance, cancel))).Value;

    /// <inheritdoc/>
    // That a key is refused is what is asked here; nobody needs advice.
    public Task<Users.LoginUser?> SuggestAsync(Ec2Instance instance, string refused, CancellationToken cancel) => Task.FromResult<Users.LoginUser?>(null);
}
