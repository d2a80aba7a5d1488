namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>One answer from many comparisons: yes when something matches, nothing differs and nothing stayed open.</summary>
/// <remarks>A Region that has no such key pair says neither yes nor no.</remarks>
public sealed class MatchVerdict
{
    private int _matches;
    private int _doubts;

    /// <summary>The answer so far.</summary>
    public bool IsMatch => Volatile.Read(ref _matches) > 0 && Volatile.Read(ref _doubts) == 0;

    /// <summary>Counts one comparison.</summary>
    public void Add(KeyPairMatch match)
    {
        if (match.IsMatch) Interlocked.Increment(ref _matches);
        else if (match.KeyPairId is not null || match.InstanceId is not null) Interlocked.Increment(ref _doubts);
    }

    /// <summary>Counts something that could not be compared.</summary>
    public void AddFailure() => Interlocked.Increment(ref _doubts);

    /// <summary>Runs a comparison; one that throws stayed open.</summary>
    public async Task WatchAsync(Func<Task> comparison)
    {
        try
        {
            await comparison().ConfigureAwait(false);
        }
        catch
        {
            AddFailure();
            throw;
        }
    }
}
