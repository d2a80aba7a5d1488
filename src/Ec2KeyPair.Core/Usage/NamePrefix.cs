namespace Ec2KeyPair.Core.Usage;

/// <summary>What the names of like instances have in common.</summary>
public static class NamePrefix
{
    private const int Longest = 64;

    /// <summary>
    /// The name without what numbers its like: <c>web</c> of <c>web-01</c>, <c>api.prod</c> of <c>api.prod.i3f9</c>;
    /// a name that is a number all through stays as it is. At most 64 characters.
    /// </summary>
    /// <remarks>From the end, every part between separators that has a digit in it, and digits that end the rest.</remarks>
    public static string Of(string name)
    {
        var end = name.Length;
        while (end > 0)
        {
            var part = name.LastIndexOfAny(Separators, end - 1) + 1;
            if (part == end) end--;
            else if (part > 0 && HasDigit(name, part, end)) end = part - 1;
            else break;
        }

        while (end > 0 && IsDigit(name[end - 1])) end--;
        while (end > 0 && Array.IndexOf(Separators, name[end - 1]) >= 0) end--;
        var prefix = end == 0 ? name : name.Substring(0, end);
        return prefix.Length <= Longest ? prefix : prefix.Substring(0, Longest);
    }

    private static readonly char[] Separators = ['-', '_', '.', ' ', '/', ':', '#'];

    private static bool HasDigit(string name, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (IsDigit(name[at])) return true;
        }

        return false;
    }

    private static bool IsDigit(char character) => character is >= '0' and <= '9';
}
