namespace Ec2KeyPair.Core.Tests.Sessions.Shell;

/// <summary>Lets a test wait for a state instead of for a time; the limit only ends a test that hangs.</summary>
internal sealed class Progress
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly object _lock = new();
    private readonly List<(Func<bool> IsReached, TaskCompletionSource Reached)> _waiting = [];

    /// <summary>Changes what the conditions look at.</summary>
    internal void Change(Action change)
    {
        lock (_lock)
        {
            change();
            foreach (var entry in _waiting.Where(entry => entry.IsReached()).ToList())
            {
                _waiting.Remove(entry);
                entry.Reached.SetResult();
            }
        }
    }

    internal T Look<T>(Func<T> look)
    {
        lock (_lock) return look();
    }

    internal Task WaitAsync(Func<bool> isReached)
    {
        lock (_lock)
        {
            if (isReached()) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isReached, reached));
            return reached.Task.WaitAsync(Limit);
        }
    }
}
