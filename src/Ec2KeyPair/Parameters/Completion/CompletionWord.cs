using System.Management.Automation;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>What has been typed of an argument, perhaps with a quote before it and with wildcards in it.</summary>
internal sealed class CompletionWord
{
    // PowerShell takes typographic quotes for quotes (about_Quoting_Rules).
    private const string Quotes = "'\"\u2018\u2019\u201A\u201B\u201C\u201D\u201E";
    private readonly WildcardPattern _pattern;

    internal CompletionWord(string? typed)
    {
        var text = typed ?? "";
        IsQuoted = text.Length > 0 && Quotes.Contains(text[0]);
        Text = IsQuoted ? text.Substring(1).TrimEnd(Quotes.ToCharArray()) : text;
        _pattern = Pattern(Text);
    }

    /// <summary>The text without its quotes.</summary>
    internal string Text { get; }

    /// <summary>A quote stands before it.</summary>
    internal bool IsQuoted { get; }

    /// <summary>What comes before the first wildcard.</summary>
    internal string Beginning
    {
        get
        {
            var at = Text.IndexOfAny(['*', '?', '[', '`']);
            return at < 0 ? Text : Text.Substring(0, at);
        }
    }

    /// <summary>True for what begins with the word; upper and lower case don't count.</summary>
    internal bool Fits(string value) => _pattern.IsMatch(value);

    private static WildcardPattern Pattern(string text)
    {
        try
        {
            var pattern = new WildcardPattern(text + "*", WildcardOptions.IgnoreCase);
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return new WildcardPattern(WildcardPattern.Escape(text) + "*", WildcardOptions.IgnoreCase); // "a[b" is a name.
        }
    }
}
