using System.Management.Automation;
using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>The pages of this checkout and the cmdlets that they are of.</summary>
internal static class PageFolder
{
    /// <summary>How a page is mended.</summary>
    internal const string Mend = "run 'dotnet run --project tests/Ec2KeyPair.Module.Tests -- update-help', then fill in what it marks with {{ }}";

    internal static string Path { get; } = System.IO.Path.Combine(Repository.Root, "docs", "en-US");

    internal static string PathOf(string name) => System.IO.Path.Combine(Path, name + ".md");

    /// <summary>All cmdlets that the module exports.</summary>
    internal static IReadOnlyList<CmdletInfo> Cmdlets()
    {
        using var runspace = new ModuleRunspace();
        return [.. runspace.Invoke("Get-Command -Module Ec2KeyPair").Select(command => (CmdletInfo)command.BaseObject)];
    }

    /// <summary>Names of the pages of cmdlets.</summary>
    internal static IEnumerable<string> CommandNames() => Names().Where(name => !name.StartsWith("about_", StringComparison.Ordinal));

    /// <summary>Names of the pages of topics.</summary>
    internal static IEnumerable<string> TopicNames() => Names().Where(name => name.StartsWith("about_", StringComparison.Ordinal));

    internal static CommandPage Read(string name) => CommandPageReader.ReadFile(PathOf(name));

    private static IEnumerable<string> Names() =>
        Directory.GetFiles(Path, "*.md").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);
}
