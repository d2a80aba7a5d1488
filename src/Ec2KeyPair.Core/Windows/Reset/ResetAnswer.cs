using System.Text;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>
/// The answer of the script on the instance, out of the output of a command: lines of <c>EC2KEYPAIR-RESET-1 key value</c>,
/// with others around and between them that a profile, a logon script or the agent may have written.
/// </summary>
/// <remarks>Whoever rules the instance wrote this. What is not exactly one whole answer of this form is none.</remarks>
/// <example><code>
/// EC2KEYPAIR-RESET-1 status Done
/// EC2KEYPAIR-RESET-1 name QWRtaW5pc3RyYXRvcg==
/// EC2KEYPAIR-RESET-1 sid S-1-5-21-1004336348-1177238915-682003330-500
/// EC2KEYPAIR-RESET-1 enabled True
/// EC2KEYPAIR-RESET-1 data bC8y...     (on several lines)
/// EC2KEYPAIR-RESET-1 end
/// </code></example>
internal sealed record ResetAnswer(ResetStatus Status)
{
    private const string Prefix = "EC2KEYPAIR-RESET-1 ";

    // The longest is the data: 512 characters of base64 for a key of 3,072 bits.
    private const int LongestValue = 2048;
    private static readonly string[] Keys = ["status", "name", "sid", "enabled", "data", "text"];
    private static readonly Regex SidForm = new(@"\AS-1-5-21(-[0-9]{1,10}){4}\z", RegexOptions.CultureInvariant);

    /// <summary>The account's name, in a form that Windows has; empty where none was found.</summary>
    internal string UserName { get; private init; } = "";

    /// <summary>The account's SID, <c>S-1-5-21-...-500</c>.</summary>
    internal string Sid { get; private init; } = "";

    /// <summary>False when nobody can log on with the account.</summary>
    internal bool IsEnabled { get; private init; }

    /// <summary>The password under the request's key.</summary>
    internal byte[] Ciphertext { get; private init; } = [];

    /// <summary>Windows' own words for what went wrong: never trusted.</summary>
    internal string Text { get; private init; } = "";

    /// <summary>Reads a command's output; null when there is not exactly one whole answer in it.</summary>
    internal static ResetAnswer? Parse(string output)
    {
        if (Values(output) is not { } values) return null;
        if (!Enum.TryParse<ResetStatus>(Value("status"), ignoreCase: false, out var status) || status.ToString() != Value("status")) return null;
        if (status != ResetStatus.Done) return new ResetAnswer(status) { Text = Utf8(Value("text")) ?? "" };
        if (Utf8(Value("name")) is not { } name || !WindowsAccountName.IsValid(name) || !SidForm.IsMatch(Value("sid"))) return null;
        if (Value("enabled") is not ("True" or "False") || Bytes(Value("data")) is not { Length: > 0 } data) return null;
        return new ResetAnswer(status) { UserName = name, Sid = Value("sid"), IsEnabled = Value("enabled") == "True", Ciphertext = data };

        string Value(string key) => values.TryGetValue(key, out var value) ? value : "";
    }

    /// <summary>The value of each key, put together from its lines; null when that is no answer, or two.</summary>
    private static Dictionary<string, string>? Values(string output)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var last = "";
        var hasEnded = false;
        foreach (var line in output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (hasEnded) return null;
            var rest = line.Substring(Prefix.Length);
            var blank = rest.IndexOf(' ');
            var key = blank < 0 ? rest : rest.Substring(0, blank);
            var value = blank < 0 ? "" : rest.Substring(blank + 1);
            hasEnded = key == "end";
            if (hasEnded) continue;
            // A value goes on in the very next lines of its key, and a key that comes back is another answer's.
            if (!Keys.Contains(key) || (key != last && values.ContainsKey(key))) return null;
            last = key;
            values[key] = (values.TryGetValue(key, out var begun) ? begun : "") + value;
            if (values[key].Length > LongestValue) return null;
        }

        return hasEnded ? values : null;
    }

    private static string? Utf8(string base64)
    {
        try
        {
            return Bytes(base64) is { } bytes ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string base64)
    {
        try
        {
            return base64.Any(char.IsWhiteSpace) ? null : Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
