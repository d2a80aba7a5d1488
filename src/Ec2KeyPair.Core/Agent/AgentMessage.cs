using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;

namespace Ec2KeyPair.Core.Agent;

/// <summary>Messages of the agent protocol (draft-ietf-sshm-ssh-agent, sections 3.2 and 5.2): uint32 length, type byte, body.</summary>
internal static class AgentMessage
{
    internal const byte Success = 6;
    private const byte AddIdentityType = 17;
    private const byte AddConstrainedType = 25;
    private const byte LifetimeConstraint = 1;

    /// <summary>SSH_AGENTC_ADD_IDENTITY, or with a lifetime SSH_AGENTC_ADD_ID_CONSTRAINED. Holds the private key: zero it after use.</summary>
    internal static byte[] AddIdentity(PrivateKey key, TimeSpan? lifetime)
    {
        using var body = new SshWriter();
        body.WriteByte(lifetime is null ? AddIdentityType : AddConstrainedType);
        SshPrivateFields.Write(body, key);
        body.WriteString(key.Comment);
        if (lifetime is { } time)
        {
            body.WriteByte(LifetimeConstraint);
            body.WriteUInt32((uint)Math.Ceiling(time.TotalSeconds));
        }

        using var message = new SshWriter();
        var content = body.ToArray();
        message.WriteString(content);
        Array.Clear(content, 0, content.Length);
        return message.ToArray();
    }
}
