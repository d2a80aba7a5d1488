namespace Ec2KeyPair.Core.Sessions;

/// <summary>The flags of the data channel (amazon-ssm-agent, agent/session/contracts, PayloadTypeFlag): 4 bytes, big-endian.</summary>
public enum SessionSignal
{
    /// <summary>Client to agent, basic port sessions: the local connection is gone, let go of the remote one.</summary>
    DisconnectToPort = 1,

    /// <summary>Client to agent, port sessions: end the session.</summary>
    TerminateSession = 2,

    /// <summary>Agent to client: the remote port could not be connected to.</summary>
    ConnectToPortError = 3,
}
