using System.Collections.Concurrent;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Agent;

/// <summary>
/// An ssh-agent of this process for one connection: it holds one key in memory, for the logins of one user, and ends with
/// the connection. It owns the key.
/// </summary>
/// <example><code>await using var agent = EphemeralAgent.Start(key, "ec2-user", stop => lease.RenewAsync(stop));</code></example>
public sealed class EphemeralAgent : IAsyncDisposable
{
    private const int LongestMessage = 64 * 1024;
    private readonly Ed25519PrivateKey _key;
    private readonly OneKeyAgent _answers;
    private readonly Func<CancellationToken, Task> _beforeListing;
    private readonly IAgentListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, Stream> _connections = new();
    private readonly Task _accepting;

    private EphemeralAgent(Ed25519PrivateKey key, string userName, Func<CancellationToken, Task> beforeListing)
    {
        _key = key;
        _answers = new OneKeyAgent(key, userName);
        _beforeListing = beforeListing;
        _listener = AgentListener.Open();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>What ssh's SSH_AUTH_SOCK has to say.</summary>
    public string Address => _listener.Address;

    /// <summary>Why the key could not be offered; null when it could.</summary>
    public Ec2KeyPairException? Failure { get; private set; }

    /// <summary>Listens.</summary>
    /// <param name="key">The key; disposed with the agent.</param>
    /// <param name="userName">The account that it logs in; logins of others are not signed.</param>
    /// <param name="beforeListing">Runs each time before ssh is told of the key, which it asks for after it has verified the host's.</param>
    /// <exception cref="Ec2KeyPairException">SshAgentUnavailable.</exception>
    public static EphemeralAgent Start(Ed25519PrivateKey key, string userName, Func<CancellationToken, Task> beforeListing) =>
        new(key, userName, beforeListing);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        _stop.Cancel();
        try
        {
            _listener.Dispose();
            await _accepting.ConfigureAwait(false);
            foreach (var connection in _connections.Values) connection.Dispose();
            await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
        }
        finally
        {
            _key.Dispose();
            _stop.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (await _listener.AcceptAsync().ConfigureAwait(false) is { } stream)
        {
            var serving = Task.Run(() => ServeAsync(stream));
            _connections.TryAdd(serving, stream);
            _ = serving.ContinueWith(
                (ended, _) => _connections.TryRemove(ended, out Stream? _), null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        using (stream)
        {
            try
            {
                while (await ReadAsync(stream).ConfigureAwait(false) is { } message)
                {
                    await WriteAsync(stream, await AnswerAsync(message).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
            {
                // The client is gone, or the agent ends.
            }
        }
    }

    private async Task<byte[]> AnswerAsync(byte[] message)
    {
        if (!OneKeyAgent.IsListRequest(message)) return _answers.Answer(message);
        try
        {
            await _beforeListing(_stop.Token).ConfigureAwait(false);
            return _answers.Answer(message);
        }
        catch (Ec2KeyPairException e)
        {
            Failure = e;
            return OneKeyAgent.Failure;
        }
    }

    private async Task<byte[]?> ReadAsync(Stream stream)
    {
        var header = await ReadExactlyAsync(stream, 4).ConfigureAwait(false);
        if (header is null) return null;
        var length = (uint)header[0] << 24 | (uint)header[1] << 16 | (uint)header[2] << 8 | header[3];
        return length is 0 or > LongestMessage ? null : await ReadExactlyAsync(stream, (int)length).ConfigureAwait(false);
    }

    private async Task<byte[]?> ReadExactlyAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var now = await stream.ReadSomeAsync(bytes, read, count - read, _stop.Token).ConfigureAwait(false);
            if (now == 0) return null;
            read += now;
        }

        return bytes;
    }

    private async Task WriteAsync(Stream stream, byte[] answer)
    {
        var message = new byte[4 + answer.Length];
        for (var i = 0; i < 4; i++) message[i] = (byte)(answer.Length >> (24 - (8 * i)));
        answer.CopyTo(message, 4);
        await stream.WriteAllAsync(message, _stop.Token).ConfigureAwait(false);
        await stream.FlushAsync(_stop.Token).ConfigureAwait(false);
    }
}
