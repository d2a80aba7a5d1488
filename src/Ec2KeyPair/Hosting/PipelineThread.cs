using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Ec2KeyPair.Hosting;

/// <summary>
/// Brings work from any thread to the one thread on which a cmdlet may touch its engine. The pipeline thread
/// drains the queue until the body it runs has really ended, so clean-up is over before the prompt returns.
/// </summary>
/// <remarks>
/// The first exception that an action meets on the pipeline thread (the pipeline was stopped, a Select-Object
/// -First had enough, -ErrorAction Stop) ends the run: the body is cancelled, later actions are cancelled
/// without being run, and that same exception leaves <see cref="RunUntilEnd"/> in the end.
/// </remarks>
internal sealed class PipelineThread : IDisposable
{
    private readonly ConcurrentQueue<IQueuedAction> _queue = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly CancellationTokenSource _stop;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _isClosed;

    private readonly TimeSpan _interval;
    private readonly Action? _look;

    /// <summary>Creates the queue.</summary>
    /// <param name="stop">Cancelled when an action fails, so that the body ends too.</param>
    /// <param name="interval">How long the thread waits for an action before it has a look.</param>
    /// <param name="look">Called on the pipeline thread between actions, and after each interval without one.</param>
    internal PipelineThread(CancellationTokenSource stop, TimeSpan? interval = null, Action? look = null)
    {
        _stop = stop;
        _interval = interval ?? Timeout.InfiniteTimeSpan;
        _look = look;
    }

    /// <summary>Runs a function on the pipeline thread; the task ends when it has run there, cancelled when the cmdlet has ended.</summary>
    internal Task<T> InvokeAsync<T>(Func<T> function)
    {
        var action = new QueuedAction<T>(function);
        if (_isClosed)
        {
            action.Cancel();
            return action.Task;
        }

        _queue.Enqueue(action);
        try
        {
            _arrived.Release();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet ended in this very moment: what a tunnel still has to tell, nobody reads any more.
            action.Cancel();
        }

        return action.Task;
    }

    /// <summary>Runs an action on the pipeline thread; the task ends when it has run there.</summary>
    internal Task InvokeAsync(Action action) => InvokeAsync<object?>(() =>
    {
        action();
        return null;
    });

    /// <summary>Pipeline thread only: does what is queued now and returns.</summary>
    internal void RunPending()
    {
        while (_arrived.Wait(0)) RunOne();
        _failure?.Throw();
    }

    /// <summary>Pipeline thread only: does what is queued and what will be, until the task has ended.</summary>
    /// <exception cref="Exception">What an action threw, or else what the task threw.</exception>
    internal void RunUntilEnd(Task task)
    {
        Drain(task);
        _failure?.Throw();
        task.GetAwaiter().GetResult();
    }

    /// <summary>Pipeline thread only: waits for the task as <see cref="RunUntilEnd"/> does, but runs nothing more and never throws.</summary>
    internal void AbandonUntilEnd(Task task)
    {
        _failure ??= ExceptionDispatchInfo.Capture(new OperationCanceledException());
        _stop.Cancel();
        Drain(task);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        _arrived.Dispose();
    }

    private void Drain(Task task)
    {
        // The continuation only wakes the loop; a spurious wake-up finds the queue empty and looks again.
        task.ContinueWith(
            static (_, state) => ((SemaphoreSlim)state!).Release(),
            _arrived,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        do
        {
            _arrived.Wait(_interval);
            RunOne();
            if (_look is not null && _failure is null) Attempt(_look);
        }
        while (!task.IsCompleted || !_queue.IsEmpty);
    }

    private void RunOne()
    {
        if (!_queue.TryDequeue(out var action)) return;
        if (_failure is not null)
        {
            action.Cancel();
            return;
        }

        if (!Attempt(action.Run)) action.Cancel();
    }

    private bool Attempt(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _stop.Cancel();
            return false;
        }
    }

    private interface IQueuedAction
    {
        void Run();

        void Cancel();
    }

    private sealed class QueuedAction<T>(Func<T> function) : IQueuedAction
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<T> Task => _done.Task;

        public void Run() => _done.TrySetResult(function());

        public void Cancel() => _done.TrySetCanceled();
    }
}
