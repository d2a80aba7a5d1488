using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.Core.Tests.Peers.Rdp;

/// <summary>
/// The session behind an xrdp: a VNC server (RFC 6143) with a black screen. xrdp hands it the password of the RDP logon
/// (the first 8 characters are what VNC's authentication is of), so it says whether that has arrived.
/// </summary>
internal sealed class PlayedDesktop : IDisposable
{
    private static readonly byte[] Challenge = "0123456789abcdef"u8.ToArray();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<bool> _logon = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _expected;

    internal PlayedDesktop(string password)
    {
        _expected = Response(password);
        _listener.Start();
        _ = ServeAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends when somebody logs on: true with the right password.</summary>
    internal Task<bool> Logon => _logon.Task;

    /// <summary>True when nobody has come so far.</summary>
    internal bool IsUntouched => !_logon.Task.IsCompleted;

    /// <summary>Logs the user off.</summary>
    internal void End() => _end.TrySetResult();

    public void Dispose()
    {
        End();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            await stream.WriteAsync("RFB 003.003\n"u8.ToArray());
            await stream.ReadExactlyAsync(new byte[12]);
            await stream.WriteAsync((byte[])[0, 0, 0, 2, .. Challenge]);
            var response = new byte[16];
            await stream.ReadExactlyAsync(response);
            await stream.WriteAsync(new byte[4]);
            await stream.ReadExactlyAsync(new byte[1]);
            await stream.WriteAsync(ServerInit());
            await UntilFirstUpdateIsAskedForAsync(stream);
            _logon.TrySetResult(response.AsSpan().SequenceEqual(_expected));
            _ = stream.CopyToAsync(Stream.Null);
            await _end.Task;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            _logon.TrySetException(e);
            _ = _logon.Task.Exception; // Who waits is told; where nobody waits it is no matter.
        }
    }

    // RFC 6143 section 7.5. Before that, xrdp would take an end for a failure and show it to the user.
    private static async Task UntilFirstUpdateIsAskedForAsync(NetworkStream stream)
    {
        var message = new byte[20];
        while (true)
        {
            await stream.ReadExactlyAsync(message, 0, 4);
            switch (message[0])
            {
                case 0: // SetPixelFormat
                    await stream.ReadExactlyAsync(message, 0, 16);
                    break;
                case 2: // SetEncodings
                    await stream.ReadExactlyAsync(new byte[4 * BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(2))]);
                    break;
                case 3: // FramebufferUpdateRequest
                    return;
                default:
                    throw new IOException($"A message of type {message[0]} is not expected here.");
            }
        }
    }

    private static byte[] ServerInit()
    {
        var name = "played"u8;
        var message = new byte[24 + name.Length];
        BinaryPrimitives.WriteUInt16BigEndian(message, 1024);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), 768);
        ((ReadOnlySpan<byte>)[32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]).CopyTo(message.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(20), name.Length);
        name.CopyTo(message.AsSpan(24));
        return message;
    }

    // RFC 6143 section 7.2.2: DES with the password for its key, each byte's bits in the other order.
    private static byte[] Response(string password)
    {
        var key = new byte[8];
        Encoding.ASCII.GetBytes(password[..Math.Min(8, password.Length)]).CopyTo(key, 0);
        for (var i = 0; i < key.Length; i++) key[i] = (byte)Enumerable.Range(0, 8).Sum(bit => (key[i] >> bit & 1) << (7 - bit));
        using var des = DES.Create();
        des.Key = key;
        return des.EncryptEcb(Challenge, PaddingMode.None);
    }
}
