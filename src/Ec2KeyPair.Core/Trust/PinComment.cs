using System.Globalization;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Trust;

/// <summary>What is written behind a pinned key: where it was learnt and when. ssh keeps it and makes nothing of it.</summary>
/// <param name="Origin">Where.</param>
/// <param name="PinnedUtc">When, in UTC, to the second.</param>
internal sealed record PinComment(HostKeyOrigin Origin, DateTime PinnedUtc)
{
    private const string TimeForm = "yyyy-MM-ddTHH:mm:ssZ";
    private static readonly Regex Form = new(
        "^Ec2KeyPair (?<origin>Given|Console|RunCommand|FirstUse) (?<time>\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z)$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary><c>Ec2KeyPair Console 2026-11-25T20:40:00Z</c>.</summary>
    public override string ToString() => $"Ec2KeyPair {Origin} {PinnedUtc.ToString(TimeForm, CultureInfo.InvariantCulture)}";

    /// <summary>Reads a comment; null when it is somebody else's.</summary>
    internal static PinComment? TryRead(string comment)
    {
        if (comment.Length > 100) return null;
        var match = Form.Match(comment);
        return match.Success
            && Enum.TryParse<HostKeyOrigin>(match.Groups["origin"].Value, out var origin)
            && DateTime.TryParseExact(
                match.Groups["time"].Value, TimeForm, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new PinComment(origin, time)
            : null;
    }
}
