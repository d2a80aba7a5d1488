using System.Runtime.ExceptionServices;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting;

/// <summary>Something that was made ready, or why it can't be: for things of which the one that is needed shows later.</summary>
internal sealed class Attempt<T>
    where T : class
{
    private readonly T? _value;
    private readonly ExceptionDispatchInfo? _failure;

    private Attempt(T? value, ExceptionDispatchInfo? failure)
    {
        _value = value;
        _failure = failure;
    }

    /// <summary>It can be had.</summary>
    internal bool Succeeded => _failure is null;

    /// <summary>Why it can't be had; null where it can.</summary>
    internal Ec2KeyPairException? Error => (Ec2KeyPairException?)_failure?.SourceException;

    /// <summary>It.</summary>
    /// <exception cref="Ec2KeyPairException">Why it can't be had.</exception>
    internal T Value
    {
        get
        {
            _failure?.Throw();
            return _value!;
        }
    }

    internal static Attempt<T> Of(Func<T> make)
    {
        try
        {
            return new(make(), null);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return new(null, ExceptionDispatchInfo.Capture(e));
        }
    }
}
