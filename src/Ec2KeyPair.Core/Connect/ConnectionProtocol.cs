namespace Ec2KeyPair.Core.Connect;

/// <summary>What to speak with an instance.</summary>
public enum ConnectionProtocol
{
    /// <summary>
    /// SSH, and RDP with a Windows instance; through Session Manager a shell of its own, unless something is asked for that
    /// only those have.
    /// </summary>
    Auto,

    /// <summary>SSH, by the system's ssh.</summary>
    Ssh,

    /// <summary>Session Manager's own shell: no key, no SSH server, the user that the account's settings say.</summary>
    Shell,

    /// <summary>A remote desktop, by mstsc or FreeRDP.</summary>
    Rdp,
}
