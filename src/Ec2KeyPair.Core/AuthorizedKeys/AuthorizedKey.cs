namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>A key that an instance's sshd lets an account in with.</summary>
public sealed record AuthorizedKey
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The account.</summary>
    public required string UserName { get; init; }

    /// <summary>The SSH name of the key's type.</summary>
    public required string KeyType { get; init; }

    /// <summary>As <c>ssh-keygen -l</c> prints it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The comment beside the key, fit to be shown.</summary>
    public required string Comment { get; init; }

    /// <summary>The options before the key, fit to be shown; empty for none.</summary>
    public required string Options { get; init; }

    /// <summary>False when its options keep it from opening a shell for anybody, from anywhere, at any time.</summary>
    public required bool IsUnconditional { get; init; }

    /// <summary>The key as a line of a .pub file.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The file, by the instance's own words.</summary>
    public required string Path { get; init; }

    /// <summary>Its line, from 1.</summary>
    public required int LineNumber { get; init; }

    /// <summary>The way taken: <c>Direct</c>, <c>InstanceConnectEndpoint</c>, <c>SessionManager</c> or <c>RunCommand</c>.</summary>
    public required string Via { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;
}
