namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>Proves to SSH servers that its user has a private key. Any thread, several at once.</summary>
public interface ISshSigner
{
    /// <summary>The public key as SSH sends it (RFC 4253 section 6.6).</summary>
    byte[] PublicBlob { get; }

    /// <summary>The signature algorithms it has, the preferred first: <c>rsa-sha2-512</c>, <c>ssh-ed25519</c>.</summary>
    IReadOnlyList<string> Algorithms { get; }

    /// <summary>What it is, for messages: a path, or the agent's key.</summary>
    string Description { get; }

    /// <summary>Signs.</summary>
    /// <param name="algorithm">One of <see cref="Algorithms"/>.</param>
    /// <param name="data">What to sign.</param>
    /// <returns>The signature itself, without the algorithm's name around it (RFC 8332 section 3, RFC 8709 section 6).</returns>
    byte[] Sign(string algorithm, byte[] data);
}
