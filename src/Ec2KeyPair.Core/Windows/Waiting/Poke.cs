namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>Wakes a loop: it looks at what there is to do after <see cref="Reset"/>, then waits for <see cref="Next"/>.</summary>
internal sealed class Poke
{
    private TaskCompletionSource<bool> _next = New();

    /// <summary>Ends with the first <see cref="Set"/> after the last <see cref="Reset"/>.</summary>
    internal Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Any thread: there is something to do.</summary>
    internal void Set() => Volatile.Read(ref _next).TrySetResult(true);

    /// <summary>The loop: from here on it will see whatever there is to do.</summary>
    internal void Reset()
    {
        if (Next.IsCompleted) Volatile.Write(ref _next, New());
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
