namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>What is done with an account's keys.</summary>
public enum KeyOperation
{
    /// <summary>They are read.</summary>
    List,

    /// <summary>Keys are added that are not there yet.</summary>
    Add,

    /// <summary>Keys are removed.</summary>
    Remove,
}
