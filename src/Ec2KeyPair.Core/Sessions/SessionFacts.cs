namespace Ec2KeyPair.Core.Sessions;

/// <summary>What is known of an open session.</summary>
/// <param name="SessionId">Its id, <c>alice-0a1b2c3d4e5f67890</c>.</param>
/// <param name="Target">The instance id that it was started for.</param>
/// <param name="Kind">What it carries.</param>
/// <param name="AgentVersion">The agent's version, <c>3.3.0.0</c>; empty when there was no handshake (a shell without encryption).</param>
/// <param name="PortType"><c>type</c> of the port properties, <c>LocalPortForwarding</c>; null for a single raw stream.</param>
/// <param name="CustomerMessage">The message that the account shows at the start of a session; empty for none. Not fit to be shown as it is.</param>
public sealed record SessionFacts(
    string SessionId, string Target, SessionKind Kind, string AgentVersion, string? PortType, string CustomerMessage);

/// <summary>What a session carries.</summary>
public enum SessionKind
{
    /// <summary>A terminal: Standard_Stream and InteractiveCommands.</summary>
    Shell,

    /// <summary>A command without a terminal: NonInteractiveCommands.</summary>
    Command,

    /// <summary>A TCP port, multiplexed, basic or one raw stream.</summary>
    Port,
}
