namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>Everything that a client is started with.</summary>
public sealed record RdpLaunch
{
    /// <summary>The instance, for errors.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Where the client has to connect to.</summary>
    public required RdpAddress Address { get; init; }

    /// <summary>As whom.</summary>
    public required RdpLogin Login { get; init; }

    /// <summary>The certificate that the server must show, and the security that it offers.</summary>
    public required RdpServer Server { get; init; }

    /// <summary>What stands on the window.</summary>
    public required string Title { get; init; }

    /// <summary>Where the connection file stays; null for a temporary one that goes when the client has ended.</summary>
    public string? FilePath { get; init; }

    /// <summary>The user's own arguments for the client.</summary>
    public IReadOnlyList<string> ClientArguments { get; init; } = [];

    /// <summary>Told what the client prints, a line at a time and made fit to be shown.</summary>
    public Func<string, Task>? Say { get; init; }
}
