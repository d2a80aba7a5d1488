using System.Text;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>Makes a name for ssh out of a Name tag, which is anybody's text.</summary>
/// <remarks>
/// Only letters, digits, <c>-</c> and <c>_</c> come through: no pattern, no quote, no end of line, no leading dash. A dot
/// becomes a dash, or whoever may tag an instance "github.com" would have our connections to there; and a name in the
/// form of an instance id is none, or he would have those to another instance.
/// </remarks>
public static class HostAlias
{
    private const int Longest = 63; // A label of DNS; nobody types more.

    /// <summary>The name; null when nothing of the tag makes one.</summary>
    public static string? Of(string? nameTag)
    {
        var alias = new StringBuilder(Longest);
        foreach (var character in nameTag ?? "")
        {
            if (alias.Length == Longest) break;
            var isPlain = character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';
            if (isPlain) alias.Append(character);
            else if (alias.Length > 0 && alias[alias.Length - 1] != '-') alias.Append('-');
        }

        var name = alias.ToString().TrimEnd('-');
        var isTaken = name.Length == 0 || InstanceIdentity.IsId(name.ToLowerInvariant())
            || string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase);
        return isTaken ? null : name;
    }
}
