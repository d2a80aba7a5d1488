using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>What is decided about a remote desktop connection before anything is sent.</summary>
public sealed record RdpPlan
{
    /// <summary>Where to.</summary>
    public required Ec2Instance Instance { get; init; }

    /// <summary>Where its RDP server is reached: itself, or the near end of a tunnel.</summary>
    public required RdpAddress Address { get; init; }

    /// <summary>As whom.</summary>
    public required RdpLogin Login { get; init; }

    /// <summary>What to do about a certificate that nothing tells.</summary>
    public HostKeyPolicy HostKeyPolicy { get; init; }

    /// <summary>Where the connection file stays; null for a temporary one.</summary>
    public string? FilePath { get; init; }

    /// <summary>The user's own arguments for the client.</summary>
    public IReadOnlyList<string> ClientArguments { get; init; } = [];
}
