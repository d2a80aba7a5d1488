using System.Security.Cryptography;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>The agent's half of an encrypted session: it encrypts with the first 32 bytes of the data key, decrypts with the last.</summary>
internal sealed class AgentCipher(byte[] dataKey) : IDisposable
{
    private readonly AesGcm _ours = new(dataKey.AsSpan(0, 32), 16);
    private readonly AesGcm _theirs = new(dataKey.AsSpan(32, 32), 16);

    internal byte[] Encrypt(ReadOnlySpan<byte> text)
    {
        var message = new byte[12 + text.Length + 16];
        RandomNumberGenerator.Fill(message.AsSpan(0, 12));
        _ours.Encrypt(message.AsSpan(0, 12), text, message.AsSpan(12, text.Length), message.AsSpan(12 + text.Length));
        return message;
    }

    /// <exception cref="CryptographicException">Not made with this key.</exception>
    internal byte[] Decrypt(ReadOnlySpan<byte> message)
    {
        if (message.Length < 28) throw new CryptographicException("Too short.");
        var text = new byte[message.Length - 28];
        _theirs.Decrypt(message[..12], message[12..^16], message[^16..], text);
        return text;
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
    }
}
