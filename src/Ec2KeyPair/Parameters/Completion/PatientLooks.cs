using System.Collections.Concurrent;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>
/// What was looked up while somebody typed. A look that takes longer than he waits for goes on behind the scenes, so that
/// the next Tab has it; one that failed is not repeated at once either.
/// </summary>
/// <typeparam name="T">What is looked up.</typeparam>
/// <param name="lifetime">How long an answer counts, from the beginning of its look.</param>
/// <param name="wait">Waits for a task for so long at most; true when it has ended.</param>
internal sealed class PatientLooks<T>(TimeSpan lifetime, Func<Task, TimeSpan, bool> wait)
    where T : class
{
    // Who presses Tab again while it is still looked for has waited once, and has noticed.
    private static readonly TimeSpan PatienceOfOthers = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, Look> _looks = new(StringComparer.Ordinal);

    internal PatientLooks(TimeSpan lifetime)
        : this(lifetime, (task, patience) => task.Wait(patience))
    {
    }

    /// <summary>For how long whoever begins a look waits: all that one Tab may take.</summary>
    internal static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>The answer; null when there is none, or it can't be had in time.</summary>
    /// <param name="key">What tells this look from others.</param>
    /// <param name="patience">How long to wait if it begins now.</param>
    /// <param name="find">Looks, off this thread; null, or what it throws, is no answer.</param>
    internal T? Get(string key, TimeSpan patience, Func<Task<T?>> find)
    {
        foreach (var old in _looks.Where(look => look.Value.IsOver(lifetime))) _looks.TryRemove(old.Key, out _);
        var mine = new Look(find);
        var look = _looks.GetOrAdd(key, mine);
        var most = look == mine || patience < PatienceOfOthers ? patience : PatienceOfOthers;
        return wait(look.Task, most > TimeSpan.Zero ? most : TimeSpan.Zero) ? look.Task.Result : null;
    }

    // Lazy: of several that come at once, one look begins.
    private sealed class Look(Func<Task<T?>> find)
    {
        private readonly DateTime _begun = DateTime.UtcNow;
        private readonly Lazy<Task<T?>> _task = new(() => System.Threading.Tasks.Task.Run(() => SafelyAsync(find)));

        internal Task<T?> Task => _task.Value;

        internal bool IsOver(TimeSpan lifetime) => Task.IsCompleted && DateTime.UtcNow - _begun > lifetime;
    }

    private static async Task<T?> SafelyAsync(Func<Task<T?>> find)
    {
        try
        {
            return await find();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null; // No credentials, no permission, no network, no folder: nothing to offer, and the command itself will say so.
        }
    }
}
