using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>
/// Whose turn it is to be asked without a sign that the password is there: those first of whom it is expected, then
/// who was asked longest ago.
/// </summary>
internal sealed class GuessQueue(AgentWatch agents, ReadyTimes learned, CallBudget budget, IClock clock)
{
    // Each that an agent will tell of needs a request then; more of them don't become ready in a minute.
    private const int MostReserved = 120;
    private static readonly TimeSpan PeriodWhenExpected = TimeSpan.FromSeconds(10);

    // Where agents have told of others, one that says nothing is seldom worth a request.
    private static readonly TimeSpan PeriodWhenHeard = TimeSpan.FromMinutes(5);

    /// <summary>True when the budget has a request for a guess.</summary>
    internal bool IsAffordable(IReadOnlyCollection<WaitingInstance> waiting) => budget.Allows(Reserve(waiting));

    /// <summary>Those whose turn it is, in their order.</summary>
    internal IEnumerable<WaitingInstance> Due(IReadOnlyCollection<WaitingInstance> waiting)
    {
        var now = clock.UtcNow;
        return waiting.Where(one => one.MayBeAsked && DueUtc(one) <= now)
            .OrderByDescending(one => learned.IsExpected(one.Instance, one.Age(now)))
            .ThenBy(one => one.LastAskedUtc)
            .ToList();
    }

    /// <summary>When the next turn comes and can be paid; null for never.</summary>
    internal DateTime? NextUtc(IReadOnlyCollection<WaitingInstance> waiting)
    {
        var guessed = waiting.Where(one => one.MayBeAsked).ToList();
        if (guessed.Count == 0) return null;
        var due = guessed.Min(DueUtc);
        var affordable = clock.UtcNow + budget.Until(1 + Reserve(waiting));
        return affordable > due ? affordable : due;
    }

    private DateTime DueUtc(WaitingInstance one)
    {
        if (agents.IsSought(one) && learned.AgentsAreHeard(one.Instance)) return one.LastAskedUtc + PeriodWhenHeard;
        var soon = one.LastAskedUtc + PeriodWhenExpected;
        return soon < one.DueUtc && learned.IsExpected(one.Instance, one.Age(clock.UtcNow)) ? soon : one.DueUtc;
    }

    private int Reserve(IReadOnlyCollection<WaitingInstance> waiting) =>
        Math.Min(MostReserved, waiting.Count(one => agents.IsSought(one) && learned.AgentTells(one.Instance)));
}
