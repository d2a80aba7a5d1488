using System.Text.RegularExpressions;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>The permissions that the topic of credentials lists are those of the requests that the module makes.</summary>
public sealed partial class PermissionTests
{
    [Fact]
    public void CredentialsTopic_Permissions_AreThoseOfTheCode()
    {
        var code = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Ec2KeyPair", "Aws"), "*.cs", SearchOption.AllDirectories).SelectMany(file => Named(File.ReadAllText(file), '"'));
        var page = Named(File.ReadAllText(PageFolder.PathOf("about_Ec2KeyPair_Credentials")), '`');
        Assert.Equal(code.Distinct().Order(StringComparer.Ordinal), page.Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Named(string text, char quote) =>
        Action().Matches(text).Where(match => text[match.Index - 1] == quote && text[match.Index + match.Length] == quote).Select(match => match.Value);

    [GeneratedRegex(@"\b(?:ec2|ssm|kms|sts|ec2-instance-connect):[A-Z]\w+")]
    private static partial Regex Action();
}
