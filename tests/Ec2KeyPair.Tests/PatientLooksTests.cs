using Ec2KeyPair.Parameters.Completion;

namespace Ec2KeyPair.Tests;

public sealed class PatientLooksTests
{
    private static readonly TimeSpan Full = PatientLooks<string>.Patience;
    private readonly List<TimeSpan> _waits = [];
    private readonly TaskCompletionSource<string?> _answer = new();
    private int _begun;

    /// <summary>One Tab waits; those that follow while the same look is under way do not wait as long again.</summary>
    [Fact]
    public async Task Get_WhileItIsLookedFor_OnlyTheFirstIsPatient()
    {
        var looks = Looks(TimeSpan.FromHours(1));
        for (var i = 0; i < 3; i++) Assert.Null(looks.Get("a", Full, FindAsync));
        Assert.Equal(Full, _waits[0]);
        Assert.All(_waits.Skip(1), wait => Assert.True(wait < Full / 10));
        _answer.SetResult("found");
        await _answer.Task;
        SpinWait.SpinUntil(() => looks.Get("a", Full, FindAsync) is not null);
        Assert.Equal("found", looks.Get("a", Full, FindAsync));
        Assert.Equal(1, _begun);
        Assert.Null(Looks(TimeSpan.Zero).Get("b", TimeSpan.FromSeconds(-1), FindAsync));
        Assert.Equal(TimeSpan.Zero, _waits[^1]);
    }

    [Fact]
    public void Get_LookFails_IsNoAnswerAndNotRepeatedAtOnce()
    {
        var looks = new PatientLooks<string>(TimeSpan.FromHours(1), (task, _) => task.Wait(Timeout.Infinite));
        for (var i = 0; i < 2; i++) Assert.Null(looks.Get("a", Full, () => throw new InvalidOperationException($"look {++_begun}")));
        Assert.Equal(1, _begun);
    }

    [Fact]
    public void Get_OldAnswer_IsLookedUpAnew()
    {
        var looks = new PatientLooks<string>(TimeSpan.FromTicks(-1), (task, _) => task.Wait(Timeout.Infinite));
        Assert.Equal("1", looks.Get("a", Full, NextAsync));
        Assert.Equal("2", looks.Get("a", Full, NextAsync));

        Task<string?> NextAsync() => Task.FromResult<string?>($"{++_begun}");
    }

    private PatientLooks<string> Looks(TimeSpan lifetime) => new(lifetime, (task, patience) =>
    {
        _waits.Add(patience);
        return task.IsCompleted;
    });

    private Task<string?> FindAsync()
    {
        Interlocked.Increment(ref _begun);
        return _answer.Task;
    }
}
