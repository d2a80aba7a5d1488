namespace Ec2KeyPair.AwsEndpoint.Faults;

public enum FaultKind
{
    None,

    /// <summary>RequestLimitExceeded (EC2), Throttling (STS), ThrottlingException (JSON services).</summary>
    Throttle,

    /// <summary>A 500 with InternalError.</summary>
    ServerError,

    /// <summary>The answer breaks off in the middle of its body.</summary>
    Cut,

    /// <summary>The call takes effect, and its answer never comes.</summary>
    Hang,

    /// <summary>The call never arrives: it takes no effect, and nobody answers.</summary>
    Lose,

    /// <summary>UnauthorizedOperation, AccessDenied or AccessDeniedException.</summary>
    Deny,
}

/// <summary>What goes wrong on purpose. An action is named as <c>GetPasswordData</c>, as <c>ec2:GetPasswordData</c> or as <c>*</c>.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private List<Rule> _rules = [];

    /// <summary>How many calls have met a fault; delays are none.</summary>
    public int Met { get; private set; }

    /// <summary>The next <paramref name="times"/> calls are throttled.</summary>
    public void Throttle(string action, int times = 1) => Add(new Rule(action, FaultKind.Throttle, times));

    /// <summary>The next <paramref name="times"/> calls fail with a 500.</summary>
    public void Fail(string action, int times = 1) => Add(new Rule(action, FaultKind.ServerError, times));

    /// <summary>The next <paramref name="times"/> answers break off in the middle. The call itself takes effect.</summary>
    public void Cut(string action, int times = 1) => Add(new Rule(action, FaultKind.Cut, times));

    /// <summary>The next <paramref name="times"/> calls take effect, and nobody ever hears so.</summary>
    public void Hang(string action, int times = 1) => Add(new Rule(action, FaultKind.Hang, times));

    /// <summary>The next <paramref name="times"/> calls get lost on the way here.</summary>
    public void Lose(string action, int times = 1) => Add(new Rule(action, FaultKind.Lose, times));

    /// <summary>The action is denied until <see cref="Clear"/>.</summary>
    public void Deny(string action) => Add(new Rule(action, FaultKind.Deny, int.MaxValue));

    /// <summary>Answers come late; other rules apply after the delay.</summary>
    public void Delay(string action, TimeSpan delay, int times = int.MaxValue) => Add(new Rule(action, FaultKind.None, times) { Wait = delay });

    /// <summary>Each call meets the fault with this probability, drawn from a seeded sequence.</summary>
    public void Randomly(string action, FaultKind kind, double probability, int seed) =>
        Add(new Rule(action, kind, int.MaxValue) { Probability = probability, Dice = new Random(seed) });

    public void Clear()
    {
        lock (_gate)
        {
            _rules = [];
        }
    }

    internal Fault Next(string service, string action)
    {
        if (_rules.Count == 0)
        {
            return default;
        }

        lock (_gate)
        {
            var delay = TimeSpan.Zero;
            foreach (var rule in _rules)
            {
                if (!rule.Takes(service, action))
                {
                    continue;
                }

                if (rule.Kind != FaultKind.None)
                {
                    Met++;
                    return new Fault(rule.Kind, delay);
                }

                delay += rule.Wait;
            }

            return new Fault(FaultKind.None, delay);
        }
    }

    private void Add(Rule rule)
    {
        lock (_gate)
        {
            _rules = [.. _rules, rule];
        }
    }

    private sealed class Rule(string action, FaultKind kind, int times)
    {
        private int _left = times;

        public FaultKind Kind => kind;

        public TimeSpan Wait { get; init; }

        public double Probability { get; init; } = 1;

        public Random? Dice { get; init; }

        public bool Takes(string service, string name)
        {
            var colon = action.IndexOf(':', StringComparison.Ordinal);
            var named = action == "*" || (colon < 0 ? action == name : action[..colon] == service && action[(colon + 1)..] == name);
            if (!named || _left <= 0 || (Dice is not null && Dice.NextDouble() >= Probability))
            {
                return false;
            }

            if (_left != int.MaxValue)
            {
                _left--;
            }

            return true;
        }
    }
}

internal readonly record struct Fault(FaultKind Kind, TimeSpan Delay);
