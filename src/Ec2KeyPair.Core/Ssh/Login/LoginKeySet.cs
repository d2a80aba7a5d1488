namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>The keys to offer to an instance, in this order.</summary>
/// <param name="Signers">At least one; servers take some six attempts.</param>
/// <param name="Reason">Why these, one clause for -Verbose.</param>
public sealed record LoginKeySet(IReadOnlyList<ISshSigner> Signers, string Reason)
{
    /// <summary>Lets the keys in as this account, right before each login; null where they are let in anyhow.</summary>
    public Func<string, CancellationToken, Task>? LetInAsync { get; init; }

    /// <summary>What to do about a server that takes none of them, for the end of a sentence.</summary>
    public string Mend { get; init; } = "give another key with -KeyPath";

    /// <summary>What they are, for messages.</summary>
    public string Names => string.Join(", ", Signers.Select(signer => signer.Description));
}
