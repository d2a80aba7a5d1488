using System.Globalization;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Windows.ConsoleOutput;

/// <summary>
/// The encrypted password as launch agents print it, <c>&lt;Password&gt;base64&lt;/Password&gt;</c>: what GetPasswordData
/// answers is read from there ("the last such data that was emitted", manual of ec2-get-password).
/// </summary>
/// <param name="Ciphertext">RSA PKCS#1 v1.5 under the launch key, if the text is what it says.</param>
/// <param name="Index">Where it begins in the output.</param>
/// <param name="PrintedUtc">The time on its line; null when there is none.</param>
internal sealed record PasswordBlock(byte[] Ciphertext, int Index, DateTime? PrintedUtc)
{
    private const string Begin = "<Password>";
    private const string End = "</Password>";

    // RSA-4096 is the longest that EC2 takes: 684 characters, with line ends and blanks.
    private const int MostCharacters = 2048;

    private static readonly Regex LineTime = new(
        "^(?<time>[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})Z:", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The last block; null when there is none, when it is still being printed, or it is no base64.</summary>
    internal static PasswordBlock? FindLast(string output)
    {
        var begin = output.LastIndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : output.IndexOf(End, begin, StringComparison.Ordinal);
        var length = end - begin - Begin.Length;
        if (end < 0 || length is 0 or > MostCharacters) return null;
        try
        {
            var ciphertext = Convert.FromBase64String(output.Substring(begin + Begin.Length, length));
            return ciphertext.Length == 0 ? null : new PasswordBlock(ciphertext, begin, TimeOf(output, begin));
        }
        catch (FormatException)
        {
            return null; // Then GetPasswordData is asked, which tells what EC2 makes of it.
        }
    }

    private static DateTime? TimeOf(string output, int begin)
    {
        var line = output.LastIndexOf('\n', begin) + 1;
        var told = LineTime.Match(output.Substring(line, Math.Min(64, begin - line))).Groups["time"].Value;
        return DateTime.TryParseExact(
            told, "yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var utc)
            ? utc
            : null;
    }
}
