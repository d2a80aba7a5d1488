using System.Text;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Sessions.Shell;

/// <summary>The account's message at the start of a session: anybody's text, and often a legal notice that must be shown whole.</summary>
internal static class CustomerMessage
{
    // Printable cuts at 300 characters and makes at most 6 of one.
    private const int PieceLength = 50;

    internal static IEnumerable<string> Lines(string message)
    {
        var text = message.Replace("\r\n", "\n").Replace("\t", "    ").Trim('\n', '\r');
        return text.Length == 0 ? [] : text.Split('\n').Select(Line);
    }

    private static string Line(string text)
    {
        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at += PieceLength)
        {
            shown.Append(Printable.Text(text.Substring(at, Math.Min(PieceLength, text.Length - at))));
        }

        return shown.ToString();
    }
}
