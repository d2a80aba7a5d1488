namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>One key on one instance, after a change.</summary>
public sealed record AuthorizedKeyChange
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The account.</summary>
    public required string UserName { get; init; }

    /// <summary>What became of the key.</summary>
    public required KeyChangeOutcome Outcome { get; init; }

    /// <summary>The SSH name of the key's type.</summary>
    public required string KeyType { get; init; }

    /// <summary>As <c>ssh-keygen -l</c> prints it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The key as a line of a .pub file.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The file that was changed, by the instance's own words; null where none was.</summary>
    public string? Path { get; init; }

    /// <summary>The way taken: <c>Direct</c>, <c>InstanceConnectEndpoint</c>, <c>SessionManager</c>, <c>RunCommand</c> or <c>InstanceConnect</c>.</summary>
    public required string Via { get; init; }

    /// <summary>Until when a pushed key is let in, in UTC; null for lasting ones.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>
    /// What on the path to the file others may write to, or own, <c>drwxrwxr-x /home/x</c>: sshd ignores the file then
    /// (StrictModes). Empty when nothing does, and where its sshd does not mind.
    /// </summary>
    public IReadOnlyList<string> RefusedFor { get; init; } = [];

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;
}
