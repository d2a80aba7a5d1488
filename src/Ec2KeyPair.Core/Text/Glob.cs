namespace Ec2KeyPair.Core.Text;

/// <summary>Patterns in which <c>*</c> stands for any characters and <c>?</c> for one, as in known_hosts and ssh_config(5).</summary>
public static class Glob
{
    /// <summary>True when the whole text fits the pattern; the case of letters doesn't count.</summary>
    /// <remarks>Takes at most (length of text) x (length of pattern) steps, whatever they hold.</remarks>
    public static bool IsMatch(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], text[t])))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more.
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
