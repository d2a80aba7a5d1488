using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Access;

/// <summary>What a look at AWS came to: a value, or why there is none. A look never fails its caller.</summary>
internal sealed class Look<T>
{
    private Look(T? value, bool isKnown, bool isLate, string why, string? mend)
    {
        Value = value;
        IsKnown = isKnown;
        IsLate = isLate;
        Why = why;
        Mend = mend;
    }

    internal bool IsKnown { get; }

    /// <summary>True when it is not known because nobody waited long enough.</summary>
    internal bool IsLate { get; }

    /// <summary>What was found; meaningless when it is not known.</summary>
    internal T? Value { get; }

    /// <summary>Why it is not known; empty when it is.</summary>
    internal string Why { get; }

    /// <summary>What to do about that.</summary>
    internal string? Mend { get; }

    /// <summary>Looks, within a limit of time.</summary>
    /// <param name="ask">Asks.</param>
    /// <param name="limit">The longest that is waited.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Ends it.</param>
    internal static async Task<Look<T>> TakeAsync(Func<CancellationToken, Task<T>> ask, TimeSpan limit, IClock clock, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            var asking = ask(stop.Token);
            await Task.WhenAny(asking, clock.DelayAsync(limit, stop.Token)).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return asking.IsCompleted
                ? new Look<T>(await asking.ConfigureAwait(false), true, false, "", null)
                : new Look<T>(default, false, true, $"AWS did not answer within {limit.TotalSeconds:0.#} s", null);
        }
        catch (Ec2KeyPairException e)
        {
            return new Look<T>(default, false, false, e.Message, e.Mend);
        }
        finally
        {
            stop.Cancel();
        }
    }
}
