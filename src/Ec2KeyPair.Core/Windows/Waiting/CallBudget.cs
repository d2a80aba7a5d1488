using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>
/// How many requests all waiting instances together may make: a token bucket that earns less than two requests a second,
/// and keeps what quiet minutes leave over for the minutes in which the instances become ready.
/// </summary>
/// <remarks>
/// Requests of which it is known that they bring a password are never held back; they put the bucket into debt, which
/// the others then pay off. EC2 itself allows some hundred such requests at once and 20 a second
/// (EC2 API Reference, "Request throttling"), for all callers of the account together.
/// </remarks>
internal sealed class CallBudget(IClock clock)
{
    /// <summary>Requests earned in a second.</summary>
    internal const double PerSecond = 1.8;

    /// <summary>What is there from the start: a few instances are asked at once.</summary>
    internal const double AtStart = 30;

    private const double Most = 240;
    private const double LeastPerSecond = 0.2;
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);
    private readonly object _gate = new();
    private double _balance = AtStart;
    private double _perSecond = PerSecond;
    private DateTime _lastUtc = clock.UtcNow;
    private DateTime _slowUntilUtc;

    /// <summary>Requests that may be made at this moment; below zero after more were made than earned.</summary>
    internal double Balance
    {
        get
        {
            lock (_gate)
            {
                Earn();
                return _balance;
            }
        }
    }

    /// <summary>One request is being made, whoever asked whether it may.</summary>
    internal void Charge()
    {
        lock (_gate)
        {
            Earn();
            _balance--;
        }
    }

    /// <summary>True when a request may be made that leaves so many for others.</summary>
    internal bool Allows(double left = 0)
    {
        lock (_gate)
        {
            Earn();
            return _balance >= 1 + left;
        }
    }

    /// <summary>How long it takes to have so many.</summary>
    internal TimeSpan Until(double balance)
    {
        lock (_gate)
        {
            Earn();
            return _balance >= balance ? TimeSpan.Zero : TimeSpan.FromSeconds((Math.Min(balance, Most) - _balance) / _perSecond);
        }
    }

    /// <summary>AWS throttled a request: half as many from now on, until a minute passes without that.</summary>
    internal void Throttled()
    {
        lock (_gate)
        {
            Earn();
            _balance = Math.Min(_balance, 0);
            _perSecond = Math.Max(LeastPerSecond, _perSecond / 2);
            _slowUntilUtc = _lastUtc + Recovery;
        }
    }

    private void Earn()
    {
        var now = clock.UtcNow;
        if (now <= _lastUtc) return;
        _balance = Math.Min(Most, _balance + ((now - _lastUtc).TotalSeconds * _perSecond));
        _lastUtc = now;
        if (now >= _slowUntilUtc) _perSecond = PerSecond;
    }
}
