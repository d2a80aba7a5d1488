namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>What became of a key on an instance.</summary>
public enum KeyChangeOutcome
{
    /// <summary>It was added.</summary>
    Added,

    /// <summary>It was there already; nothing was changed.</summary>
    AlreadyThere,

    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>It was not there; nothing was changed.</summary>
    NotThere,

    /// <summary>EC2 Instance Connect lets it in for a minute.</summary>
    Pushed,
}
