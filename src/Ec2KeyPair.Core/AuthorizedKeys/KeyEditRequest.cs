namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>What is to be done with the keys of one account, on any number of instances.</summary>
/// <param name="Operation">What.</param>
/// <param name="Keys">The keys to add or remove; none for a list.</param>
public sealed record KeyEditRequest(KeyOperation Operation, IReadOnlyList<AuthorizedKeyText> Keys)
{
    /// <summary>The account; null for the one that is logged in as.</summary>
    public string? AccountName { get; init; }

    /// <summary>The last key that works may be removed too.</summary>
    public bool Force { get; init; }

    /// <summary>For an addition: where this key stands already, the new ones get the options that it has; null for none.</summary>
    public AuthorizedKeyText? Like { get; init; }

    /// <summary>For a removal: nothing is removed unless this key stands there and opens, seen under the same lock; null for no such key.</summary>
    public AuthorizedKeyText? Needs { get; init; }
}
