using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Agent;

/// <summary>The running ssh-agent (draft-ietf-sshm-ssh-agent): on Unix the socket of SSH_AUTH_SOCK, on Windows OpenSSH's named pipe.</summary>
public sealed class SshAgent : IDisposable
{
    private const string SocketVariable = "SSH_AUTH_SOCK";
    private const string WindowsPipe = "openssh-ssh-agent";
    private const int LongestAnswer = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Stream _stream;

    private SshAgent(Stream stream) => _stream = stream;

    /// <summary>True where an agent seems to run; whether it answers, connecting shows.</summary>
    public static bool IsThere => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? File.Exists(@"\\.\pipe\" + WindowsPipe)
        : !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SocketVariable));

    /// <summary>Connects to the agent.</summary>
    /// <exception cref="Ec2KeyPairException">SshAgentUnavailable.</exception>
    public static SshAgent Connect()
    {
        var isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        try
        {
            return new SshAgent(isWindows ? OpenPipe() : OpenSocket());
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            throw Unavailable($"The ssh-agent does not answer: {e.Message}", e);
        }
    }

    /// <summary>Hands a private key to the agent; it replaces the same key there.</summary>
    /// <param name="key">The key; its comment is what <c>ssh-add -l</c> shows.</param>
    /// <param name="lifetime">After which the agent forgets it; null for as long as the agent runs. Whole seconds.</param>
    /// <exception cref="Ec2KeyPairException">SshAgentUnavailable: the agent refused, or went away.</exception>
    public void Add(PrivateKey key, TimeSpan? lifetime)
    {
        var request = AgentMessage.AddIdentity(key, lifetime);
        try
        {
            if (Ask(request)[0] != AgentMessage.Success)
            {
                throw Unavailable("The ssh-agent refused the key: it may be locked, or forbid keys of this kind.", null);
            }
        }
        catch (IOException e)
        {
            throw Unavailable($"The ssh-agent went away: {e.Message}", e);
        }
        finally
        {
            Array.Clear(request, 0, request.Length);
        }
    }

    /// <summary>The RSA and Ed25519 keys that it holds, in its own order.</summary>
    /// <exception cref="Ec2KeyPairException">SshAgentUnavailable: it refused, or went away.</exception>
    public IReadOnlyList<AgentIdentity> List()
    {
        try
        {
            var answer = Ask(AgentMessage.RequestIdentities());
            return answer[0] == AgentMessage.IdentitiesAnswer
                ? AgentMessage.ReadIdentities(answer.AsSpan(1))
                : throw Unavailable("The ssh-agent does not tell its keys: it may be locked.", null);
        }
        catch (IOException e)
        {
            throw Unavailable($"The ssh-agent went away: {e.Message}", e);
        }
    }

    /// <summary>Lets it sign with a key that it holds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="algorithm"><c>rsa-sha2-512</c>, <c>rsa-sha2-256</c> or <c>ssh-ed25519</c>.</param>
    /// <param name="data">What to sign.</param>
    /// <returns>The signature itself.</returns>
    /// <exception cref="Ec2KeyPairException">SshAgentUnavailable: it refused, or went away.</exception>
    public byte[] Sign(PublicKey key, string algorithm, byte[] data)
    {
        try
        {
            var answer = Ask(AgentMessage.SignRequest(key, algorithm, data));
            return answer[0] == AgentMessage.SignAnswer
                ? AgentMessage.ReadSignature(answer.AsSpan(1), algorithm)
                : throw Unavailable("The ssh-agent refused to sign: the key may ask for a confirmation, or have been removed.", null);
        }
        catch (IOException e)
        {
            throw Unavailable($"The ssh-agent can't sign: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    // The answer with its type byte first.
    private byte[] Ask(byte[] request)
    {
        _stream.Write(request, 0, request.Length);
        _stream.Flush();
        var header = ReadExactly(4);
        var length = (uint)header[0] << 24 | (uint)header[1] << 16 | (uint)header[2] << 8 | header[3];
        if (length is 0 or > LongestAnswer) throw new IOException($"An answer of {length} bytes.");
        return ReadExactly((int)length);
    }

    private byte[] ReadExactly(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var now = _stream.Read(bytes, read, count - read);
            if (now == 0) throw new IOException("It closed the connection.");
            read += now;
        }

        return bytes;
    }

    private static NamedPipeClientStream OpenPipe()
    {
        var pipe = new NamedPipeClientStream(".", WindowsPipe, PipeDirection.InOut);
        pipe.Connect((int)Patience.TotalMilliseconds);
        return pipe;
    }

    private static NetworkStream OpenSocket()
    {
        var path = Environment.GetEnvironmentVariable(SocketVariable);
        if (string.IsNullOrEmpty(path)) throw Unavailable($"No ssh-agent runs for this session: {SocketVariable} is not set.", null);
        return UnixSocket.Connect(path!, Patience);
    }

    private static Ec2KeyPairException Unavailable(string message, Exception? cause) => new(
        ErrorCondition.SshAgentUnavailable,
        message,
        SocketVariable,
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? "Start it: Start-Service ssh-agent"
            : "Start one: eval \"$(ssh-agent)\"",
        cause);
}
