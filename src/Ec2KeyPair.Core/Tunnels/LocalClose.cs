using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Tunnels;

/// <summary>
/// What the end of a local connection's data means. The remote side knows no half-close (an agent does not, of an Instance
/// Connect Endpoint nothing is said), so a client that has said all and waits for the answer looks like one that is gone.
/// One that spoke last still waits: it gets its answer, until nothing has come for 10 s. One that was answered has left.
/// </summary>
internal sealed class LocalClose
{
    internal static readonly TimeSpan QuietForAnswer = TimeSpan.FromSeconds(10);
    private volatile bool _spokeLast;
    private int _answers;

    internal void Sent() => _spokeLast = true;

    internal void Received()
    {
        _spokeLast = false;
        Interlocked.Increment(ref _answers);
    }

    /// <summary>Waits, after the local side has said all it had to say, as long as an answer may still come.</summary>
    /// <param name="down">Ends with the remote side's data.</param>
    /// <param name="clock">The time.</param>
    /// <param name="stop">Ends the wait.</param>
    internal async Task AwaitAnswerAsync(Task down, IClock clock, CancellationToken stop)
    {
        if (!_spokeLast) return;
        for (int before; !down.IsCompleted;)
        {
            before = Volatile.Read(ref _answers);
            await Task.WhenAny(down, clock.DelayAsync(QuietForAnswer, stop)).ConfigureAwait(false);
            if (Volatile.Read(ref _answers) == before) return;
        }
    }
}
