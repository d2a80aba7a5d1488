using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;

namespace Ec2KeyPair.Core.Agent;

/// <summary>Messages of the agent protocol (draft-ietf-sshm-ssh-agent, sections 3.2 to 3.6 and 5.2): uint32 length, type byte, body.</summary>
internal static class AgentMessage
{
    internal const byte Success = 6;
    internal const byte IdentitiesAnswer = 12;
    internal const byte SignAnswer = 14;
    private const byte RequestIdentitiesType = 11;
    private const byte SignRequestType = 13;
    private const byte AddIdentityType = 17;
    private const byte AddConstrainedType = 25;
    private const byte LifetimeConstraint = 1;
    private const uint SignRsaSha256 = 2;
    private const uint SignRsaSha512 = 4;

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

    /// <summary>SSH_AGENTC_REQUEST_IDENTITIES.</summary>
    internal static byte[] RequestIdentities() => [0, 0, 0, 1, RequestIdentitiesType];

    /// <summary>The RSA and Ed25519 keys in SSH_AGENT_IDENTITIES_ANSWER, without its type byte; keys of other types are passed over.</summary>
    /// <exception cref="IOException">It is no such answer.</exception>
    internal static IReadOnlyList<AgentIdentity> ReadIdentities(ReadOnlySpan<byte> body)
    {
        try
        {
            var identities = new List<AgentIdentity>();
            var reader = new SshReader(body);
            for (var left = reader.ReadUInt32(); left > 0; left--)
            {
                var blob = reader.ReadString();
                var comment = Encoding.UTF8.GetString(reader.ReadString().ToArray());
                if (Known(blob) is { } key) identities.Add(new AgentIdentity(key, comment));
            }

            return identities;
        }
        catch (Ec2KeyPairException e)
        {
            throw new IOException("Its list of keys can't be understood.", e);
        }
    }

    /// <summary>SSH_AGENTC_SIGN_REQUEST.</summary>
    internal static byte[] SignRequest(PublicKey key, string algorithm, byte[] data)
    {
        using var body = new SshWriter();
        body.WriteByte(SignRequestType);
        body.WriteString(key.SshBlob.Span);
        body.WriteString(data);
        body.WriteUInt32(algorithm switch
        {
            SignatureNames.RsaSha512 => SignRsaSha512,
            SignatureNames.RsaSha256 => SignRsaSha256,
            _ => 0,
        });
        using var message = new SshWriter();
        message.WriteString(body.ToArray());
        return message.ToArray();
    }

    /// <summary>The signature in SSH_AGENT_SIGN_RESPONSE, without its type byte.</summary>
    /// <exception cref="IOException">It is none, or of another algorithm than was asked for.</exception>
    internal static byte[] ReadSignature(ReadOnlySpan<byte> body, string algorithm)
    {
        try
        {
            var answer = new SshReader(body);
            var signature = new SshReader(answer.ReadString());
            var name = signature.ReadName();
            // Agents that are too old for SHA-2 sign SHA-1 instead, which no server of today takes.
            if (name != algorithm) throw new IOException($"It signs with {name} where {algorithm} was asked for.");
            return signature.ReadString().ToArray();
        }
        catch (Ec2KeyPairException e)
        {
            throw new IOException("Its signature can't be understood.", e);
        }
    }

    private static PublicKey? Known(ReadOnlySpan<byte> blob)
    {
        try
        {
            return PublicKey.FromSshBlob(blob);
        }
        catch (Ec2KeyPairException)
        {
            return null; // ECDSA, hardware keys, certificates: EC2 has none of them.
        }
    }
}
