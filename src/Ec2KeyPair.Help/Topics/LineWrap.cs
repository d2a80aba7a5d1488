namespace Ec2KeyPair.Help.Topics;

/// <summary>Breaks running text into lines.</summary>
internal static class LineWrap
{
    /// <summary>The width that every console has.</summary>
    internal const int Columns = 80;

    /// <summary>The lines. A word that is wider than a line stands alone.</summary>
    /// <param name="text">Text without line ends.</param>
    /// <param name="first">Spaces before the first line.</param>
    /// <param name="others">Spaces before the others.</param>
    internal static IEnumerable<string> Wrap(string text, int first, int others)
    {
        var line = new string(' ', first);
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Columns)
            {
                yield return line;
                line = new string(' ', others);
                isEmpty = true;
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        if (!isEmpty) yield return line;
    }
}
