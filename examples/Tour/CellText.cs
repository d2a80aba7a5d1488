using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Tour;

/// <summary>A value as the engine's tables write it.</summary>
internal static partial class CellText
{
    internal static string Of(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => "",
        // The views colour what matters; the columns here are counted in characters.
        string text => Colours().Replace(text, ""),
        IEnumerable many => "{" + string.Join(", ", many.Cast<object?>().Select(Of)) + "}",
        IFormattable formattable => formattable.ToString(null, CultureInfo.CurrentCulture),
        var other => other.ToString() ?? "",
    };

    /// <summary>Exactly so wide; what is too long ends in dots.</summary>
    internal static string Fit(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : width <= 3 ? text[..width] : text[..(width - 3)] + "...";

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colours();
}
