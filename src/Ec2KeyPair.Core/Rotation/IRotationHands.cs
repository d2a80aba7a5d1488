using Ec2KeyPair.Core.AuthorizedKeys;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>Does the steps on one instance. Each may be done again: it looks before it changes anything.</summary>
/// <remarks>All throw <see cref="Errors.Ec2KeyPairException"/> with the reason.</remarks>
internal interface IRotationHands : IAsyncDisposable
{
    /// <summary>Adds the new key.</summary>
    Task<AuthorizedKeysReport> AddNewAsync(CancellationToken cancel);

    /// <summary>Logs in with nothing but the new key.</summary>
    Task ProveNewAsync(CancellationToken cancel);

    /// <summary>Removes the old key.</summary>
    Task<AuthorizedKeysReport> RemoveOldAsync(CancellationToken cancel);

    /// <summary>Takes the new key away again.</summary>
    Task<AuthorizedKeysReport> RemoveNewAsync(CancellationToken cancel);

    /// <summary>Asks the server whether it still takes the old key.</summary>
    Task<bool> OpensForOldAsync(CancellationToken cancel);
}

/// <summary>By which way the steps are done.</summary>
internal interface IRotationWay
{
    /// <summary>What does them on this instance.</summary>
    IRotationHands For(RotationTarget target);
}
