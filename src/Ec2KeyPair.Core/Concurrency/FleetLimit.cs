using System.Globalization;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Concurrency;

/// <summary>How many instances of a fleet: a number, or a part of them, as Systems Manager takes MaxConcurrency and MaxErrors.</summary>
/// <example><code>
/// FleetLimit.Parse("10%", "-MaxConcurrency").Of(25, roundsUp: true) // 3
/// </code></example>
public sealed record FleetLimit
{
    private const int LongestText = 7; // Systems Manager API Reference, SendCommand
    private readonly int _value;
    private readonly bool _isPart;

    private FleetLimit(int value, bool isPart) => (_value, _isPart) = (value, isPart);

    /// <summary>Reads <c>10</c> or <c>10%</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parameter">Whose value it is, for the error.</param>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    public static FleetLimit Parse(string text, string parameter)
    {
        var isPart = text.EndsWith("%", StringComparison.Ordinal);
        var digits = isPart ? text.Substring(0, text.Length - 1) : text;
        return text.Length <= LongestText && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && (!isPart || value <= 100)
            ? new FleetLimit(value, isPart)
            : throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid, $"{parameter} takes a number, 10, or a part of the instances, 10%; not '{Text.Printable.Text(text)}'.", text);
    }

    /// <summary>The number for a fleet of this size.</summary>
    /// <param name="total">Instances.</param>
    /// <param name="roundsUp">What a part of one counts: for MaxConcurrency one, for MaxErrors nothing.</param>
    public int Of(int total, bool roundsUp) => !_isPart ? _value
        : (int)((roundsUp ? Math.Ceiling(_value * (double)total / 100) : Math.Floor(_value * (double)total / 100)));
}
