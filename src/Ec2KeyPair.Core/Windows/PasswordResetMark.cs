using System.Globalization;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Windows;

/// <summary>
/// How a password reset is told to whoever asks EC2 for the first password afterwards, which EC2 keeps for ever:
/// by a tag of the instance, and by a line that the reset script writes to the serial port COM1 in UTF-8.
/// </summary>
/// <remarks>
/// Both are text that others can write. It only says that a password is out of date; what has not exactly this form counts
/// for nothing.
/// </remarks>
/// <example><code>
/// PasswordResetMark.TagValue(new DateTime(2026, 1, 31, 7, 5, 0, DateTimeKind.Utc));             // 2026-01-31T07:05:00Z
/// PasswordResetMark.ConsoleLine("Administrator", new DateTime(2026, 1, 31, 7, 5, 0, DateTimeKind.Utc));
/// // Ec2KeyPair: the password of 'Administrator' was reset at 2026-01-31T07:05:00Z
/// </code></example>
public static class PasswordResetMark
{
    /// <summary>The tag's key.</summary>
    public const string TagKey = "ec2keypair:password-reset";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly Regex Line = new(
        $"^[^\\n]{{0,64}}\\bEc2KeyPair: the password of '(?<account>{WindowsAccountName.Pattern})' was reset at "
            + "(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)[ \\t\\r]*$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>The tag's value: an ISO 8601 time in UTC to the second.</summary>
    public static string TagValue(DateTime utc) => utc.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The line on COM1, without line end.</summary>
    /// <exception cref="ArgumentException">No account of Windows has such a name.</exception>
    public static string ConsoleLine(string account, DateTime utc) => WindowsAccountName.IsValid(account)
        ? $"Ec2KeyPair: the password of '{account}' was reset at {TagValue(utc)}"
        : throw new ArgumentException("Windows has no account names of this form.", nameof(account));

    /// <summary>The time in UTC that a value of the tag tells; null when it has another form.</summary>
    public static DateTime? ParseTag(string? value) => DateTime.TryParseExact(
        value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var utc)
        ? utc
        : null;

    /// <summary>The last line of this form in console output: its account and time in UTC, and where it begins; null when there is none.</summary>
    /// <exception cref="RegexMatchTimeoutException">The text was built to be slow.</exception>
    public static (string Account, DateTime Utc, int Index)? LastIn(string consoleOutput)
    {
        (string, DateTime, int)? last = null;
        foreach (Match match in Line.Matches(consoleOutput))
        {
            if (ParseTag(match.Groups["time"].Value) is { } utc) last = (match.Groups["account"].Value, utc, match.Index);
        }

        return last;
    }
}
