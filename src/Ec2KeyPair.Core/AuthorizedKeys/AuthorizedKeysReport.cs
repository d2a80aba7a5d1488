using System.Globalization;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>The answer of the script on an instance, out of the output of a command.</summary>
/// <remarks>
/// Whoever rules the instance wrote this. Only lines with this request's nonce count, what is not exactly one whole answer
/// is none, and every list has a limit. Texts in it are shown through <see cref="Text.Printable"/> only.
/// </remarks>
/// <example><code>
/// 3f..e0 begin 1
/// 3f..e0 account 1000 ec2-user
/// 3f..e0 home /home/ec2-user
/// 3f..e0 sshd yes
/// 3f..e0 strictmodes yes
/// 3f..e0 added 1 /home/ec2-user/.ssh/authorized_keys
/// 3f..e0 working 1 2
/// 3f..e0 end Done
/// </code></example>
internal sealed record AuthorizedKeysReport(KeyEditStatus Status)
{
    private const int MostLines = 20_000;
    private const int LongestLine = 16_000;
    private const int LongestPath = 4096; // PATH_MAX of Linux

    /// <summary>What the status is about, <c>Link /home/x/.ssh</c>; never trusted.</summary>
    internal string Detail { get; private init; } = "";

    /// <summary>The account that was worked on; empty where it was not found.</summary>
    internal string AccountName { get; private init; } = "";

    /// <summary>True when sshd itself told which files it reads.</summary>
    internal bool IsToldBySshd { get; private init; }

    /// <summary>False when sshd does not mind who may write to the file.</summary>
    internal bool IsStrict { get; private init; } = true;

    /// <summary>What others may write to, or own, on the path to the keys: <c>drwxrwxr-x /home/x</c>.</summary>
    internal IReadOnlyList<string> Loose { get; private init; } = [];

    /// <summary>For a list: file, line, whether nothing hedges the key about, and the key.</summary>
    internal IReadOnlyList<ListedKey> Keys { get; private init; } = [];

    /// <summary>For the keys asked for, by their number from 0: the file that one was added to, or removed from.</summary>
    internal IReadOnlyDictionary<int, string> Changed { get; private init; } = new Dictionary<int, string>();

    /// <summary>How many keys work now; null where that was not told.</summary>
    internal int? Working { get; private init; }

    /// <summary>Reads a command's output; null when there is not exactly one whole answer of this nonce in it.</summary>
    internal static AuthorizedKeysReport? Parse(string output, string nonce, int asked)
    {
        var lines = Lines(output, nonce + " ");
        if (lines is null || lines.Count == 0 || Rest(lines[lines.Count - 1], "end") is not { } end) return null;
        var (statusName, detail) = Split(end);
        if (!Enum.TryParse<KeyEditStatus>(statusName, ignoreCase: false, out var status) || status.ToString() != statusName) return null;
        var reading = new Reading(asked);
        if (!lines.Take(lines.Count - 1).All(reading.Take)) return null;
        return new AuthorizedKeysReport(status)
        {
            Detail = detail,
            AccountName = reading.AccountName,
            IsToldBySshd = reading.IsToldBySshd,
            IsStrict = reading.IsStrict,
            Loose = reading.Loose.Distinct(StringComparer.Ordinal).ToList(),
            Keys = reading.Keys,
            Changed = reading.Changed,
            Working = reading.Working,
        };
    }

    private static List<string>? Lines(string output, string prefix)
    {
        var lines = new List<string>();
        foreach (var line in output.Split('\n'))
        {
            if (!line.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (lines.Count == MostLines || line.Length > LongestLine) return null;
            if (lines.Count > 0 && Rest(lines[lines.Count - 1], "end") is not null) return null;
            lines.Add(line.Substring(prefix.Length).TrimEnd('\r'));
        }

        return lines;
    }

    private static string? Rest(string line, string word) =>
        line.StartsWith(word + " ", StringComparison.Ordinal) ? line.Substring(word.Length + 1) : null;

    private static (string First, string Others) Split(string text)
    {
        var blank = text.IndexOf(' ');
        return blank < 0 ? (text, "") : (text.Substring(0, blank), text.Substring(blank + 1));
    }

    private sealed class Reading(int asked)
    {
        private string? _file;

        internal string AccountName { get; private set; } = "";

        internal bool IsToldBySshd { get; private set; }

        internal bool IsStrict { get; private set; } = true;

        internal List<string> Loose { get; } = [];

        internal List<ListedKey> Keys { get; } = [];

        internal Dictionary<int, string> Changed { get; } = [];

        internal int? Working { get; private set; }

        internal bool Take(string line)
        {
            var (word, rest) = Split(line);
            switch (word)
            {
                case "account":
                    AccountName = Split(rest).Others;
                    return true;
                case "sshd":
                    IsToldBySshd = rest == "yes";
                    return true;
                case "strictmodes":
                    IsStrict = rest != "no";
                    return true;
                case "loose":
                    Loose.Add(rest);
                    return Loose.Count <= 1000;
                case "file":
                    _file = rest;
                    return rest.Length is > 0 and <= LongestPath;
                case "key":
                    return TakeKey(rest);
                case "added":
                    return TakeChange(rest);
                case "removed":
                    var (number, place) = Split(rest);
                    return TakeChange(number + " " + Split(place).Others);
                case "working":
                    Working = Number(Split(rest).Others);
                    return Working is not null;
                default:
                    return true; // begin, home, made, there, missing: what they tell follows from the others.
            }
        }

        private bool TakeKey(string rest)
        {
            var (line, other) = Split(rest);
            var (works, text) = Split(other);
            if (_file is null || Number(line) is not { } number || works is not ("0" or "1")) return false;
            // A line that the script takes for a key and that is none on a closer look is none for sshd either.
            if (AuthorizedKeyText.TryRead(text) is { } key) Keys.Add(new ListedKey(_file, number, works == "1", key));
            return true;
        }

        private bool TakeChange(string rest)
        {
            var (number, path) = Split(rest);
            if (Number(number) is not { } at || at < 1 || at > asked || path.Length is 0 or > LongestPath) return false;
            Changed[at - 1] = path;
            return true;
        }

        private static int? Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
