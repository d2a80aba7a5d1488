#if !NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Sessions.Raw;

/// <summary>
/// Joins a session of one raw stream (AWS-StartSSHSession) with a local reader and writer, byte for byte. When the
/// local side has said all it had to say, what the remote side still answers is written before this ends.
/// </summary>
public sealed class RawSession(Stream output, IClock clock) : ISessionSink
{
    // The agent knows no half-close, so the remote side can't be told that no more comes: it may answer and stay.
    private static readonly TimeSpan QuietAfterInput = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);
    private const int BufferSize = 32 * 1024;
    private readonly TaskCompletionSource<bool> _outputGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTime _latestOutput = clock.UtcNow;

    /// <inheritdoc/>
    public async ValueTask OutputAsync(ReadOnlyMemory<byte> data)
    {
        if (_outputGone.Task.IsCompleted) return;
        _latestOutput = clock.UtcNow;
        try
        {
#if NET8_0_OR_GREATER
            await output.WriteAsync(data).ConfigureAwait(false);
#else
            if (!MemoryMarshal.TryGetArray(data, out var segment)) segment = new ArraySegment<byte>(data.ToArray());
            await output.WriteAsync(segment.Array!, segment.Offset, segment.Count).ConfigureAwait(false);
#endif
            await output.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The local reader has left; so does the session.
            _outputGone.TrySetResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => default;

    /// <inheritdoc/>
    public ValueTask ExitCodeAsync(int exitCode) => default;

    /// <inheritdoc/>
    public ValueTask SignalAsync(SessionSignal signal) => default;

    /// <summary>Carries data until the session ends, the local reader leaves, or all has been said.</summary>
    /// <returns>How the session ended; null when it is this side that has ended it.</returns>
    public async Task<SessionEnd?> RunAsync(ISession session, Stream input, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var talking = TalkAsync(session, input, stop.Token);
        await Task.WhenAny(session.Ended, _outputGone.Task, talking).ConfigureAwait(false);
        stop.Cancel();
        cancel.ThrowIfCancellationRequested();
        return session.Ended.IsCompleted ? await session.Ended.ConfigureAwait(false) : null;
    }

    private async Task TalkAsync(ISession session, Stream input, CancellationToken stop)
    {
        try
        {
            var buffer = new byte[BufferSize];
            while (await input.ReadAsync(buffer, 0, buffer.Length, stop).ConfigureAwait(false) is var count and > 0)
            {
                await session.WriteAsync(buffer.AsMemory(0, count), stop).ConfigureAwait(false);
            }

            await session.FlushAsync(stop).ConfigureAwait(false);
            _latestOutput = clock.UtcNow;
            while (clock.UtcNow - _latestOutput < QuietAfterInput) await clock.DelayAsync(LookInterval, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or Errors.Ec2KeyPairException)
        {
            // Over: either the local side is gone, or the session is, which tells its own reason.
        }
    }
}
