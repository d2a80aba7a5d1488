using System.Collections.Concurrent;

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

    /// <summary>Creates the group.</summary>
    /// <param name="limit">Pieces at once, at least 1.</param>
    /// <param name="cancel">Cancels all of them.</param>
    public SideBySide(int limit, CancellationToken cancel)
    {
        _places = new SemaphoreSlim(limit);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    }

    /// <summary>Does the same to each item, side by side, and ends when all have been done.</summary>
    /// <remarks>Also when it is cancelled it ends after all pieces that were begun.</remarks>
    /// <exception cref="Exception">The first one that left a piece; then items that were not begun are left.</exception>
    public static async Task ForEachAsync<T>(
        IEnumerable<T> items, int limit, Func<T, CancellationToken, Task> piece, CancellationToken cancel)
    {
        using var work = new SideBySide(limit, cancel);
        try
        {
            foreach (var item in items) await work.StartAsync(stop => piece(item, stop)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A piece failed for all, and EndAsync says why; or the caller cancelled.
        }

        await work.EndAsync().ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Waits for a place and starts the piece in it.</summary>
    /// <exception cref="OperationCanceledException">The group has been cancelled; <see cref="EndAsync"/> tells why.</exception>
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

    /// <summary>Waits until all pieces have ended.</summary>
    /// <exception cref="Exception">The first one that left a piece.</exception>
    public Task EndAsync() => Task.WhenAll(_running.Keys);

    /// <inheritdoc/>
    public void Dispose()
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
