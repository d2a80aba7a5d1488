using System.Text;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>Splits a command line as google/shlex does for the agent: quotes, backslashes, comments; no expansion.</summary>
internal static class ShellWords
{
    internal static List<string> Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            switch (c)
            {
                case '\'':
                    var end = line.IndexOf('\'', at + 1);
                    if (end < 0) throw new FormatException("EOF found when expecting closing quote");
                    (word ??= new()).Append(line, at + 1, end - at - 1);
                    at = end;
                    break;
                case '"':
                    word ??= new();
                    for (at++; ; at++)
                    {
                        if (at >= line.Length) throw new FormatException("EOF found when expecting closing quote");
                        if (line[at] == '"') break;
                        if (line[at] == '\\' && at + 1 < line.Length) at++;
                        word.Append(line[at]);
                    }

                    break;
                case '\\' when at + 1 < line.Length:
                    (word ??= new()).Append(line[++at]);
                    break;
                case '#' when word is null:
                    at = line.IndexOf('\n', at) is var next and >= 0 ? next : line.Length;
                    break;
                case ' ' or '\t' or '\r' or '\n':
                    if (word is not null) words.Add(word.ToString());
                    word = null;
                    break;
                default:
                    (word ??= new()).Append(c);
                    break;
            }
        }

        if (word is not null) words.Add(word.ToString());
        return words;
    }
}
