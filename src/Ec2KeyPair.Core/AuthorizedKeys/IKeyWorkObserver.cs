using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Takes results as they come, in any order and from several threads. Each call is awaited: that is the back-pressure.</summary>
public interface IKeyWorkObserver
{
    /// <summary>May this be done to the instance? Asked before anything is.</summary>
    Task<bool> AllowsAsync(Ec2Instance instance, KeyOperation operation, IReadOnlyList<AuthorizedKeyText> keys);

    /// <summary>A key that is on an instance.</summary>
    Task FoundAsync(AuthorizedKey key);

    /// <summary>What became of a key on an instance.</summary>
    Task ChangedAsync(AuthorizedKeyChange change);

    /// <summary>One instance failed; the others go on.</summary>
    Task FailedAsync(Ec2KeyPairException error);

    /// <summary>Something that the caller should know although all went well.</summary>
    Task WarnAsync(string text);
}
