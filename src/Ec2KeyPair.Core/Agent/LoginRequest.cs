using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys.Formats;

namespace Ec2KeyPair.Core.Agent;

/// <summary>The data that a client signs to log in (RFC 4252 section 7; OpenSSH PROTOCOL, publickey-hostbound-v00).</summary>
internal static class LoginRequest
{
    private const byte UserAuthRequest = 50; // SSH_MSG_USERAUTH_REQUEST
    private const string Service = "ssh-connection";
    private const string Plain = "publickey";
    private const string HostBound = "publickey-hostbound-v00@openssh.com";

    /// <summary>True when the data logs this user in with this key, and does nothing else.</summary>
    internal static bool IsFor(ReadOnlySpan<byte> data, string userName, ReadOnlySpan<byte> keyBlob)
    {
        try
        {
            var reader = new SshReader(data);
            if (reader.ReadString().Length is < 16 or > 64) return false; // The session id: a digest of the key exchange.
            if (reader.ReadBytes(1)[0] != UserAuthRequest) return false;
            if (!Is(reader.ReadString(), userName) || !Is(reader.ReadString(), Service)) return false;
            var method = reader.ReadString();
            var isHostBound = Is(method, HostBound);
            if (!isHostBound && !Is(method, Plain)) return false;
            if (reader.ReadBytes(1)[0] != 1 || !Is(reader.ReadString(), SshNames.Ed25519) || !reader.ReadString().SequenceEqual(keyBlob)) return false;
            if (isHostBound) reader.ReadString();
            return reader.Rest.IsEmpty;
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.KeyFileCorrupt)
        {
            return false;
        }
    }

    private static bool Is(ReadOnlySpan<byte> field, string text) => field.SequenceEqual(Encoding.UTF8.GetBytes(text));
}
