namespace Ec2KeyPair.Core.Errors;

/// <summary>The one exception type of the module: a condition that scripts can test, what it is about, and the mend.</summary>
/// <remarks>Messages name what was found and never hold a secret.</remarks>
public sealed class Ec2KeyPairException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="condition">What went wrong.</param>
    /// <param name="message">One sentence for a person, with the offending name in it.</param>
    /// <param name="subject">The object in question (an instance id, a path, a key name); becomes the error's target.</param>
    /// <param name="mend">What the user can do about it, as an imperative sentence.</param>
    /// <param name="innerException">The cause, if another exception is it.</param>
    public Ec2KeyPairException(
        ErrorCondition condition,
        string message,
        object? subject = null,
        string? mend = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Condition = condition;
        Subject = subject;
        Mend = mend;
    }

    /// <summary>What went wrong.</summary>
    public ErrorCondition Condition { get; }

    /// <summary>The object in question, for example <c>i-0abc12345678def90</c>.</summary>
    public object? Subject { get; }

    /// <summary>What the user can do about it.</summary>
    public string? Mend { get; }
}
