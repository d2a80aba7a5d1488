using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Trust.Scan;

/// <summary>The transport of SSH before encryption begins: greeting and packets (RFC 4253 sections 4.2 and 6). What comes is anybody's.</summary>
/// <param name="stream">A connection to the server.</param>
internal sealed class SshPackets(Stream stream)
{
    private const int LongestLine = 1024;
    private const int MostLines = 100;
    private const int LargestPacket = 64 * 1024;
    private const int BlockSize = 8;
    private readonly byte[] _buffer = new byte[4096];
    private int _at;
    private int _filled;

    /// <summary>Sends this side's greeting.</summary>
    internal Task GreetAsync(CancellationToken cancel) => SendBytesAsync(Encoding.ASCII.GetBytes("SSH-2.0-Ec2KeyPair\r\n"), cancel);

    /// <summary>Reads the server's greeting, and what it may say before.</summary>
    /// <exception cref="IOException">It is no SSH server of version 2, or it has hung up.</exception>
    internal async Task ReadGreetingAsync(CancellationToken cancel)
    {
        for (var lines = 0; lines < MostLines; lines++)
        {
            var line = await ReadLineAsync(cancel).ConfigureAwait(false);
            if (line.StartsWith("SSH-2.0-", StringComparison.Ordinal) || line.StartsWith("SSH-1.99-", StringComparison.Ordinal)) return;
            if (line.StartsWith("SSH-", StringComparison.Ordinal)) break;
        }

        throw new IOException("What answers there is no SSH server of version 2.");
    }

    /// <summary>Sends one packet, padded to whole blocks.</summary>
    internal Task SendAsync(byte[] payload, CancellationToken cancel)
    {
        var padding = BlockSize - ((payload.Length + 5) % BlockSize);
        if (padding < 4) padding += BlockSize;
        var length = 1 + payload.Length + padding;
        return SendBytesAsync(
            [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, (byte)padding, .. payload, .. Secret.Random(padding)],
            cancel);
    }

    /// <summary>The payload of the next packet; at least one byte, the message's number.</summary>
    /// <exception cref="IOException">It is no packet, or the server has hung up.</exception>
    internal async Task<byte[]> ReadAsync(CancellationToken cancel)
    {
        var head = await ReadBytesAsync(5, cancel).ConfigureAwait(false);
        var length = (head[0] << 24) | (head[1] << 16) | (head[2] << 8) | head[3];
        var padding = head[4];
        if (length < 0 || length > LargestPacket || padding + 2 > length) throw new IOException("The server sent what is no packet of SSH.");
        var rest = await ReadBytesAsync(length - 1, cancel).ConfigureAwait(false);
        return rest.AsSpan(0, rest.Length - padding).ToArray();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (line.Length <= LongestLine)
        {
            var character = (char)(await ReadBytesAsync(1, cancel).ConfigureAwait(false))[0];
            if (character == '\n') return line.ToString();
            line.Append(character);
        }

        throw new IOException("What answers there is no SSH server: its first line has no end.");
    }

    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancel)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            if (_at == _filled)
            {
                _filled = await stream.ReadAsync(_buffer, 0, _buffer.Length, cancel).ConfigureAwait(false);
                _at = 0;
                if (_filled == 0) throw new IOException("The server has hung up.");
            }

            var now = Math.Min(count - read, _filled - _at);
            Array.Copy(_buffer, _at, bytes, read, now);
            _at += now;
            read += now;
        }

        return bytes;
    }

    private async Task SendBytesAsync(byte[] bytes, CancellationToken cancel)
    {
        await stream.WriteAsync(bytes, 0, bytes.Length, cancel).ConfigureAwait(false);
        await stream.FlushAsync(cancel).ConfigureAwait(false);
    }
}
