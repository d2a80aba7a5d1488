using System.Text;

namespace Ec2KeyPair.Core.Connect;

/// <summary>
/// One string that a Windows program splits into these arguments again (Microsoft C++ documentation, "Parsing C
/// command-line arguments"). .NET Framework has no ArgumentList.
/// </summary>
public static class WindowsCommandLine
{
    /// <summary>Joins arguments, each quoted where it has to be.</summary>
    public static string Join(IEnumerable<string> arguments)
    {
        var line = new StringBuilder();
        foreach (var argument in arguments)
        {
            if (line.Length > 0) line.Append(' ');
            if (argument.Length > 0 && argument.IndexOfAny([' ', '\t', '\n', '\v', '"']) < 0) line.Append(argument);
            else AppendQuoted(line, argument);
        }

        return line.ToString();
    }

    private static void AppendQuoted(StringBuilder line, string argument)
    {
        line.Append('"');
        var backslashes = 0;
        foreach (var character in argument)
        {
            if (character == '\\')
            {
                backslashes++;
                continue;
            }

            // Backslashes are literal, except before a quote, where each must be doubled and the quote escaped.
            line.Append('\\', character == '"' ? (backslashes * 2) + 1 : backslashes).Append(character);
            backslashes = 0;
        }

        line.Append('\\', backslashes * 2).Append('"');
    }
}
