using System.Text.RegularExpressions;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>The links of a page to other pages.</summary>
internal static partial class PageLinks
{
    internal static IEnumerable<string> In(string page) => Link().Matches(page).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\]\((?!https://)([^)#]+)")]
    private static partial Regex Link();
}
