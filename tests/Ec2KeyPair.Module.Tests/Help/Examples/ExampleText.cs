using System.Text.RegularExpressions;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>What differs from run to run and from machine to machine, made alike.</summary>
internal static partial class ExampleText
{
    private static readonly (Regex What, string Name)[] Varying =
    [
        (Id(), "$1-ID"),
        (LetsIn(), "LETS IN"),
        (Sha256(), "SHA256"),
        (ColonHex(), "HEX"),
        (Base64(), "BASE64"),
        (Session(), "SESSION"),
        (DateAndTime(), "TIME"),
        (Address(), "ADDRESS"),
        (Port(), "PORT"),
        (RoundTrip(), "SPAN"),
        (Spaces(), " "),
        (Dashes(), "---"),
    ];

    /// <summary>Lines to compare: without what varies and without order, because instances answer when they please.</summary>
    internal static IEnumerable<string> Comparable(IEnumerable<string> lines) =>
        lines.Select(Comparable).Where(line => line.Length > 0).Order(StringComparer.Ordinal);

    private static string Comparable(string line) =>
        Varying.Aggregate(line, (text, varying) => varying.What.Replace(text, varying.Name)).Trim();

    [GeneratedRegex(@"\b(i|key|r|sg)-[0-9a-f]{17}\b")]
    private static partial Regex Id();

    // Whichever of the two looks is done first.
    [GeneratedRegex(@"they let everybody in to port \d+ \(0\.0\.0\.0/0\)|they let this machine in, as the port answers")]
    private static partial Regex LetsIn();

    // Also where a column cuts it off.
    [GeneratedRegex(@"SHA256:[A-Za-z0-9+/]{8,43}(?:\.\.\.|…)?")]
    private static partial Regex Sha256();

    [GeneratedRegex(@"\b(?:[0-9a-f]{2}:){9,}[0-9a-f]{0,2}(?:\.\.\.|…)?")]
    private static partial Regex ColonHex();

    [GeneratedRegex(@"(?<![A-Za-z0-9+/.])[A-Za-z0-9+/]{30,44}=?(?:\.\.\.|…)?")]
    private static partial Regex Base64();

    [GeneratedRegex(@"\bloopback-[0-9a-f]+\b")]
    private static partial Regex Session();

    [GeneratedRegex(@"\b(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})[ T]\d{1,2}:\d{2}:\d{2}(?:Z| [AP]M)?")]
    private static partial Regex DateAndTime();

    [GeneratedRegex(@"\b(?!127\.0\.0\.1\b)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b[1-6]\d{4}\b")]
    private static partial Regex Port();

    [GeneratedRegex(@"\b\d{2}:\d{2}:\d{2}\.\d+\b")]
    private static partial Regex RoundTrip();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"-{4,}")]
    private static partial Regex Dashes();
}
