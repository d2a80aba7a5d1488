using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Hosting;

/// <summary>Files and folders of this machine, by what a cmdlet is given for paths.</summary>
internal static class LocalItems
{
    /// <summary>Pipeline thread: full paths of what a path with wildcards names.</summary>
    /// <exception cref="Ec2KeyPairException">PathNotFound: nothing; ParameterInvalid: a path of another provider.</exception>
    internal static IReadOnlyCollection<string> ExistingItems(this PSCmdlet cmdlet, string path)
    {
        try
        {
            return cmdlet.ExistingFiles(path);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.PrivateKeyNotFound)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.PathNotFound, $"There is no file or folder '{Printable.Text(path)}'.", path, "Check the path.", e);
        }
    }

    /// <summary>Decides which names fit one part of a path; null for a part that has no wildcards.</summary>
    internal static Func<string, bool>? Matcher(string part)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(part) && !part.Contains("`")) return null;
        try
        {
            var pattern = new WildcardPattern(part);
            _ = pattern.IsMatch("");
            return pattern.IsMatch;
        }
        catch (WildcardPatternException)
        {
            return null; // "a[b" is a name.
        }
    }
}
