using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Ec2KeyPair.Core.Concurrency;

/// <summary>
/// Runs independent pieces of work side by side, at most so many at once. A piece that has to wait for
/// something slow lends its place to others. The first exception that leaves a piece cancels the rest.
/// </summary>
public sealed class SideBySide : IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _cancel;
    private readonly ConcurrentDictionary<Task, byte> _running = new();

    private SideBySide(int limit, CancellationToken cancel)
    {
        _places = new SemaphoreSlim(limit);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    }

    /// <summary>Does the same to each item, side by side, and ends when all have been done.</summary>
    /// <remarks>As <see cref="FeedAsync"/>.</remarks>
    /// <exception cref="Exception">The first one that left a piece; then items that were not begun are left.</exception>
    public static Task ForEachAsync<T>(
        IEnumerable<T> items, int limit, Func<T, CancellationToken, Task> piece, CancellationToken cancel) => FeedAsync(
        limit,
        async (work, _) =>
        {
            foreach (var item in items) await work.StartAsync(stop => piece(item, stop)).ConfigureAwait(false);
        },
        cancel);

    /// <summary>
    /// Starts pieces as they turn up, and ends when every piece that was begun has ended: also when it is cancelled, and
    /// also when the feed breaks. So nothing that a piece cleans up or says at its end is cut off, whoever calls.
    /// </summary>
    /// <param name="limit">Pieces at once, at least 1.</param>
    /// <param name="feed">
    /// Calls <see cref="StartAsync"/> for each piece. Its token is cancelled with the group. When it throws, no further
    /// pieces are to be had; those that run go on to their end.
    /// </param>
    /// <param name="cancel">Cancels all of them.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="Exception">The first one that left a piece, or else what the feed threw.</exception>
    public static async Task FeedAsync(int limit, Func<SideBySide, CancellationToken, Task> feed, CancellationToken cancel)
    {
        using var work = new SideBySide(limit, cancel);
        ExceptionDispatchInfo? broken = null;
        try
        {
            await feed(work, work._cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (work._cancel.IsCancellationRequested)
        {
            // The caller left, or a piece failed for all and says why below.
        }
        catch (Exception e)
        {
            broken = ExceptionDispatchInfo.Capture(e);
        }

        await Task.WhenAll(work._running.Keys).ConfigureAwait(false);
        broken?.Throw();
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Waits for a place and starts the piece in it.</summary>
    /// <exception cref="OperationCanceledException">The group has been cancelled; <see cref="FeedAsync"/> tells why.</exception>
    public async Task StartAsync(Func<CancellationToken, Task> piece)
    {
        await _places.WaitAsync(_cancel.Token).ConfigureAwait(false);
        var task = Task.Run(() => RunAsync(piece));
        _running.TryAdd(task, 0);
        _ = task.ContinueWith(
            (ended, _) => { if (ended.Status == TaskStatus.RanToCompletion) _running.TryRemove(ended, out byte _); },
            null,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>From within a piece: waits while another piece has the place, then takes one again.</summary>
    public async Task LendPlaceAsync(Func<Task> wait)
    {
        _places.Release();
        try
        {
            await wait().ConfigureAwait(false);
        }
        finally
        {
            // Not cancellable: the piece gives this place back when it ends.
            await _places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    void IDisposable.Dispose()
    {
        _places.Dispose();
        _cancel.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> piece)
    {
        try
        {
            await piece(_cancel.Token).ConfigureAwait(false);
        }
        catch
        {
            _cancel.Cancel();
            throw;
        }
        finally
        {
            _places.Release();
        }
    }
}
