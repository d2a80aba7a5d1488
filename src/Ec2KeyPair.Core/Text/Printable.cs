using System.Globalization;
using System.Text;

namespace Ec2KeyPair.Core.Text;

/// <summary>Makes anybody's text (tags, image names, console output) fit to be shown: no terminal escapes, no end of line, no tricks of direction.</summary>
public static class Printable
{
    private const int LongestShown = 300;

    /// <summary>The text with control, format and unassigned characters as <c>\uXXXX</c>, cut at 300 characters.</summary>
    public static string Text(string? text)
    {
        if (text is null) return "";
        var shown = new StringBuilder(Math.Min(text.Length, LongestShown));
        foreach (var character in text)
        {
            if (shown.Length >= LongestShown) return shown.Append("...").ToString();
            if (IsHarmless(character)) shown.Append(character);
            else shown.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
        }

        return shown.ToString();
    }

    private static bool IsHarmless(char character) => char.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
