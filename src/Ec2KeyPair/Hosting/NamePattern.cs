using System.Management.Automation;

namespace Ec2KeyPair.Hosting;

/// <summary>The wildcards in what a cmdlet is given for a name.</summary>
internal static class NamePattern
{
    /// <summary>The pattern, which does not mind case; null for a plain name. EC2 allows "[" in a key name: what is no pattern is a name.</summary>
    internal static WildcardPattern? Of(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name)) return null;
        try
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
