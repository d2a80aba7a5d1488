using Ec2KeyPair.Core.Agent;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>Lets the running ssh-agent sign: the private key stays in it.</summary>
public sealed class AgentSigner(AgentIdentity identity) : ISshSigner
{
    /// <inheritdoc/>
    public byte[] PublicBlob { get; } = identity.PublicKey.SshBlob.ToArray();

    /// <inheritdoc/>
    public IReadOnlyList<string> Algorithms { get; } = SignatureNames.For(identity.PublicKey.Type);

    /// <inheritdoc/>
    public string Description => $"the ssh-agent's key '{Printable.Text(identity.Comment)}'";

    /// <inheritdoc/>
    /// <exception cref="Errors.Ec2KeyPairException">SshAgentUnavailable: it went away, or will not sign.</exception>
    public byte[] Sign(string algorithm, byte[] data)
    {
        // A connection of its own each time: connections sign side by side, and an agent serves one request after another.
        using var agent = SshAgent.Connect();
        return agent.Sign(identity.PublicKey, algorithm, data);
    }
}
