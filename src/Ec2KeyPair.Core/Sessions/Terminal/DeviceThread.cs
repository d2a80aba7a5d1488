using System.Collections.Concurrent;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>A thread for the calls that a terminal may hold for hours: not the thread pool's, where they would starve others.</summary>
internal sealed class DeviceThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly object _lock = new();
    private readonly string _name;
    private readonly Action? _atEnd;
    private bool _isStarted;
    private bool _isDisposed;

    /// <summary>Creates it; the thread starts with the first piece of work.</summary>
    /// <param name="name">Its name in a debugger.</param>
    /// <param name="atEnd">Called once, after the last piece of work: the place to close what the work used.</param>
    internal DeviceThread(string name, Action? atEnd = null)
    {
        _name = name;
        _atEnd = atEnd;
    }

    /// <summary>Does the work after what was given before.</summary>
    internal Task<int> RunAsync(Func<int> work)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_isDisposed) throw new ObjectDisposedException(_name);
            _work.Add(() => Complete(done, work));
            if (!_isStarted) new Thread(Run) { IsBackground = true, Name = _name }.Start();
            _isStarted = true;
        }

        return done.Task;
    }

    /// <summary>Takes no more work. The thread ends after what it has; it is not waited for.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _work.CompleteAdding();
            if (_isStarted) return;
        }

        End();
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
        End();
    }

    private void End()
    {
        _work.Dispose();
        _atEnd?.Invoke();
    }

    private static void Complete(TaskCompletionSource<int> done, Func<int> work)
    {
        try
        {
            done.SetResult(work());
        }
        catch (OperationCanceledException e)
        {
            done.TrySetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            // Whatever it is belongs to the one who waits for the work; on this thread it would end the process.
            done.SetException(e);
        }
    }
}
