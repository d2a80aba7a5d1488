using System.Globalization;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>MaxConcurrency and MaxErrors: a number, or a part of the targets.</summary>
internal static class RateLimit
{
    /// <summary>At least one instance at a time, also where the part is less than one.</summary>
    internal static int Concurrency(string text, int targets) => Math.Max(1, Of(text, targets, Math.Ceiling));

    internal static int Errors(string text, int targets) => Of(text, targets, Math.Floor);

    private static int Of(string text, int targets, Func<double, double> round) => text.EndsWith('%')
        ? (int)round(int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture) * targets / 100.0)
        : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
