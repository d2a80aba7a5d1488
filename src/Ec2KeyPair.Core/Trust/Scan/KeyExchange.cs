using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Trust.Scan;

/// <summary>A key exchange up to the message in which the server shows its host key (RFC 4253 sections 7 and 8, RFC 5656 section 4).</summary>
/// <param name="stream">A connection to the server.</param>
internal sealed class KeyExchange(Stream stream)
{
    private const byte Disconnect = 1;
    private const byte Ignore = 2;
    private const byte Debug = 4;
    private const byte Init = 20;
    private const byte Reply = 31;
    private const int CookieSize = 16;
    private const int MostPackets = 100;
    private readonly SshPackets _packets = new(stream);

    /// <summary>The server's key of the first of these types that it has; null when it has none of them.</summary>
    /// <exception cref="IOException">The server hung up or does not speak SSH.</exception>
    internal async Task<HostKey?> FetchAsync(IReadOnlyList<string> keyTypes, CancellationToken cancel)
    {
        await _packets.GreetAsync(cancel).ConfigureAwait(false);
        await _packets.ReadGreetingAsync(cancel).ConfigureAwait(false);
        var offer = await ReadAsync(Init, cancel).ConfigureAwait(false);
        if (Answer(offer, keyTypes) is not { } answer) return null;
        await _packets.SendAsync(answer.Init, cancel).ConfigureAwait(false);
        await _packets.SendAsync(answer.Begin, cancel).ConfigureAwait(false);
        return KeyOf(await ReadAsync(Reply, cancel).ConfigureAwait(false));
    }

    // What this side answers to the server's lists: one method and one key type, and of the rest what the server said.
    private static (byte[] Init, byte[] Begin)? Answer(byte[] offer, IReadOnlyList<string> keyTypes)
    {
        try
        {
            var reader = new SshReader(offer);
            reader.ReadBytes(1 + CookieSize);
            var methods = Names(reader.ReadString());
            var algorithms = Names(reader.ReadString());
            if (ExchangeMethod.Choose(methods) is not { } method)
            {
                throw new IOException("The server knows none of the key exchanges that this module does.");
            }

            return HostKeyAlgorithms.Choose(algorithms, keyTypes) is { } algorithm
                ? (WriteInit(method.Name, algorithm, reader.Rest), method.WriteBegin())
                : null;
        }
        catch (Ec2KeyPairException e)
        {
            throw new IOException("The server sent a key exchange that is none.", e);
        }
    }

    private static byte[] WriteInit(string method, string algorithm, ReadOnlySpan<byte> rest)
    {
        using var writer = new SshWriter();
        writer.WriteByte(Init);
        writer.WriteBytes(Secret.Random(CookieSize));
        writer.WriteString(method);
        writer.WriteString(algorithm);
        writer.WriteBytes(rest);
        return writer.ToArray();
    }

    private static HostKey KeyOf(byte[] reply)
    {
        try
        {
            var reader = new SshReader(reply.AsSpan(1));
            return HostKey.TryRead(reader.ReadString().ToArray())
                ?? throw new IOException("The server shows a host key that is none, or of a type that nobody is trusted by.");
        }
        catch (Ec2KeyPairException e)
        {
            throw new IOException("The server's answer to the key exchange is none.", e);
        }
    }

    private async Task<byte[]> ReadAsync(byte wanted, CancellationToken cancel)
    {
        for (var packets = 0; packets < MostPackets; packets++)
        {
            var payload = await _packets.ReadAsync(cancel).ConfigureAwait(false);
            if (payload[0] == wanted) return payload;
            if (payload[0] == Disconnect) throw new IOException("The server refuses: " + Reason(payload));
            if (payload[0] is < Ignore or > Debug) break;
        }

        throw new IOException($"The server sent something else than message {wanted} of the key exchange.");
    }

    private static string Reason(byte[] payload)
    {
        try
        {
            var reader = new SshReader(payload.AsSpan(1));
            reader.ReadUInt32();
            return Printable.Text(Encoding.UTF8.GetString(reader.ReadString().ToArray()));
        }
        catch (Ec2KeyPairException)
        {
            return "it does not say why.";
        }
    }

    private static string[] Names(ReadOnlySpan<byte> list) => Encoding.ASCII.GetString(list.ToArray()).Split(',');
}
