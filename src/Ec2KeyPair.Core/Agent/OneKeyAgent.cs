using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;

namespace Ec2KeyPair.Core.Agent;

/// <summary>
/// What an agent answers that holds one Ed25519 key for the logins of one user (draft-ietf-sshm-ssh-agent): it lists the key
/// and signs logins with it. Everything else is refused: adding, removing, locking, extensions, and signing other data.
/// </summary>
internal sealed class OneKeyAgent(Ed25519PrivateKey key, string userName)
{
    private const byte ListRequest = 11;  // SSH_AGENTC_REQUEST_IDENTITIES
    private const byte ListAnswer = 12;   // SSH_AGENT_IDENTITIES_ANSWER
    private const byte SignRequest = 13;  // SSH_AGENTC_SIGN_REQUEST
    private const byte SignAnswer = 14;   // SSH_AGENT_SIGN_RESPONSE
    private static readonly byte[] FailureAnswer = [5]; // SSH_AGENT_FAILURE

    internal static byte[] Failure => FailureAnswer;

    /// <summary>True when the message asks which keys there are, as ssh does once for each login.</summary>
    internal static bool IsListRequest(ReadOnlySpan<byte> message) => message.Length == 1 && message[0] == ListRequest;

    /// <summary>The answer to a message, both without their length.</summary>
    internal byte[] Answer(ReadOnlySpan<byte> message)
    {
        if (IsListRequest(message)) return List();
        if (message.Length == 0 || message[0] != SignRequest) return FailureAnswer;
        try
        {
            return Sign(message.Slice(1));
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.KeyFileCorrupt)
        {
            // A field was longer than the message.
            return FailureAnswer;
        }
    }

    private byte[] List()
    {
        using var answer = new SshWriter();
        answer.WriteByte(ListAnswer);
        answer.WriteUInt32(1);
        answer.WriteString(key.PublicKey.SshBlob.Span);
        answer.WriteString(key.Comment);
        return answer.ToArray();
    }

    private byte[] Sign(ReadOnlySpan<byte> request)
    {
        var reader = new SshReader(request);
        var blob = reader.ReadString();
        var data = reader.ReadString();
        reader.ReadUInt32(); // Flags choose among RSA's digests.
        reader.RequireEnd("the request");
        if (!blob.SequenceEqual(key.PublicKey.SshBlob.Span) || !LoginRequest.IsFor(data, userName, blob)) return FailureAnswer;
        using var signature = new SshWriter();
        signature.WriteString(SshNames.Ed25519);
        signature.WriteString(key.Sign(data));
        using var answer = new SshWriter();
        answer.WriteByte(SignAnswer);
        answer.WriteString(signature.ToArray());
        return answer.ToArray();
    }
}
