using Ec2KeyPair.Core.Ssh.Files;

namespace Ec2KeyPair.Output;

/// <summary>A file that was copied to or from an instance.</summary>
public sealed class CopiedItem
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The original: here, or on the instance.</summary>
    public required string Path { get; init; }

    /// <summary>The copy: on the instance, or here.</summary>
    public required string Destination { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>Its SHA-256 in lower-case hexadecimal, where it was verified.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The way taken: <c>Direct</c>, <c>InstanceConnectEndpoint</c> or <c>SessionManager</c>.</summary>
    public required string Via { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;

    internal static CopiedItem From(CopiedFile file) => new()
    {
        InstanceId = file.InstanceId,
        Path = file.Path,
        Destination = file.Destination,
        Bytes = file.Bytes,
        Sha256 = file.Sha256,
        Via = file.Via.ToString(),
    };
}
