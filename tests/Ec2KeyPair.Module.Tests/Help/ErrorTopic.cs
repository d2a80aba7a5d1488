using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using Ec2KeyPair.Help.Markdown;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>The page of the error conditions: a heading of level 3 for each, its category, its cause and its mend.</summary>
internal static class ErrorTopic
{
    internal const string Name = "about_Ec2KeyPair_Errors";
    internal const string CategoryMark = "Category: ";
    internal const string MendMark = "Mend: ";

    /// <summary>The conditions of the module as built, in their order, with the category that their records have.</summary>
    internal static IReadOnlyList<(string Name, ErrorCategory Category)> Conditions()
    {
        // The module's assemblies live in a load context of their own, where its cmdlets are.
        var cmdlets = PageFolder.Cmdlets()[0].ImplementingType.Assembly;
        var core = AssemblyLoadContext.GetLoadContext(cmdlets)!.LoadFromAssemblyName(new AssemblyName("Ec2KeyPair.Core"));
        var conditions = core.GetType("Ec2KeyPair.Core.Errors.ErrorCondition", throwOnError: true)!;
        var exception = core.GetType("Ec2KeyPair.Core.Errors.Ec2KeyPairException", throwOnError: true)!;
        var create = cmdlets.GetType("Ec2KeyPair.Hosting.ErrorRecordFactory", throwOnError: true)!.GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!;
        return [.. Enum.GetNames(conditions).Select(name => (name, Category(Enum.Parse(conditions, name))))];

        ErrorCategory Category(object condition) =>
            ((ErrorRecord)create.Invoke(null, [Activator.CreateInstance(exception, condition, "x", null, null, null)])!).CategoryInfo.Category;
    }

    internal static string Read() => File.ReadAllText(PageFolder.PathOf(Name));

    /// <summary>The sections of conditions.</summary>
    internal static IReadOnlyList<Section> Sections(string page) => [.. Section.ReadAll(page.Split('\n'), 1).Where(section => section.Level == 3)];

    /// <summary>The page with the categories of the code, without conditions that are gone and with stubs for new ones, after the one before them.</summary>
    internal static string Updated(string page, IReadOnlyList<(string Name, ErrorCategory Category)> conditions)
    {
        var lines = page.Split('\n').ToList();
        foreach (var gone in Sections(page).Where(section => conditions.All(condition => condition.Name != section.Title)).Reverse())
        {
            lines.RemoveRange(gone.Line - 1, End(lines, gone.Line) - gone.Line + 1);
        }

        foreach (var (condition, before) in conditions.Zip(conditions.Select(condition => condition.Name).Prepend(null)))
        {
            var heading = lines.IndexOf("### " + condition.Name);
            if (heading >= 0)
            {
                var category = lines.FindIndex(heading, line => line.StartsWith(CategoryMark, StringComparison.Ordinal));
                if (category >= 0 && category < End(lines, heading + 1)) lines[category] = CategoryMark + condition.Category;
                continue;
            }

            // A first condition that is new has none before it.
            var at = before is null ? lines.FindIndex(line => line.StartsWith("### ", StringComparison.Ordinal)) : End(lines, lines.IndexOf("### " + before) + 1);
            lines.InsertRange(at, ["### " + condition.Name, "", Stub.For("in the cause"), "", MendMark + Stub.For("in the mend"), "", CategoryMark + condition.Category, ""]);
        }

        return string.Join('\n', lines);
    }

    private static int End(List<string> lines, int from)
    {
        var next = lines.FindIndex(from, line => line.StartsWith('#'));
        return next < 0 ? lines.Count : next;
    }
}
