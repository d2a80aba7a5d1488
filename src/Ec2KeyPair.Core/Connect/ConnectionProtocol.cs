namespace Ec2KeyPair.Core.Connect;

/// <summary>What to speak with an instance.</summary>
public enum ConnectionProtocol
{
    /// <summary>SSH; through Session Manager a shell of its own, unless something is asked for that only ssh has.</summary>
    Auto,

    /// <summary>SSH, by the system's ssh.</summary>
    Ssh,

    /// <summary>Session Manager's own shell: no key, no SSH server, the user that the account's settings say.</summary>
    Shell,
}
