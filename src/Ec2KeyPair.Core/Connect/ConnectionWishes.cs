namespace Ec2KeyPair.Core.Connect;

/// <summary>Of what kind the parameters are that were given.</summary>
public sealed record ConnectionWishes
{
    /// <summary>What ssh and remote desktops have: a user, a key, a port, a policy for the server's identity.</summary>
    public bool Login { get; init; }

    /// <summary>What only ssh has: arguments, a key of EC2 Instance Connect.</summary>
    public bool Ssh { get; init; }

    /// <summary>A key that EC2 Instance Connect lets in.</summary>
    public bool EphemeralKey { get; init; }

    /// <summary>A private key file.</summary>
    public bool KeyFile { get; init; }

    /// <summary>What only remote desktops have: a credential, a client's options, a file.</summary>
    public bool Rdp { get; init; }

    /// <summary>What only a shell session has: a document.</summary>
    public bool Shell { get; init; }

    /// <summary>Account and password for a remote desktop.</summary>
    public bool Credential { get; init; }

    /// <summary>What says something about the first password, which a credential replaces: an account, its key, the key's passphrase.</summary>
    public bool FirstPassword { get; init; }
}
