namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>How a connection is secured (MS-RDPBCGR 2.2.1.2.1, selectedProtocol). RDP's own encryption is none of them: it proves nobody's identity.</summary>
public enum RdpSecurity
{
    /// <summary>TLS alone; the logon happens in the session (PROTOCOL_SSL).</summary>
    Tls,

    /// <summary>TLS, and the logon before the session by CredSSP, which Windows calls NLA (PROTOCOL_HYBRID).</summary>
    CredSsp,
}
