using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>Commands that stand in the text of pages and in scripts of topics, which no test runs: they are right as far as they can be read.</summary>
public sealed partial class CommandTextTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, CmdletInfo>> Cmdlets = new(() => PageFolder.Cmdlets().ToDictionary(cmdlet => cmdlet.Name));

    public static TheoryData<string> Names => [.. PageFolder.CommandNames(), .. PageFolder.TopicNames()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_CommandsInItsText_HaveTheseParameters(string name)
    {
        var page = File.ReadAllText(PageFolder.PathOf(name));
        foreach (var text in Script().Matches(page).Concat(Inline().Matches(page)).Select(match => match.Groups[1].Value))
        {
            var script = Parser.ParseInput(text, out _, out var errors);
            Assert.True(errors.Length == 0, $"{text}: {string.Join(' ', errors.Select(error => error.Message))}");
            foreach (var command in script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
            {
                if (command.GetCommandName() is not { } called || !Cmdlets.Value.TryGetValue(called, out var cmdlet)) continue;
                var known = cmdlet.Parameters.Values.SelectMany(parameter => parameter.Aliases.Prepend(parameter.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
                Assert.All(
                    command.CommandElements.OfType<CommandParameterAst>(),
                    parameter => Assert.True(known.Contains(parameter.ParameterName), $"{name}.md: {called} has no -{parameter.ParameterName}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_ConditionsInItsText_AreThere(string name)
    {
        var conditions = ErrorTopic.Sections(ErrorTopic.Read()).Select(section => section.Title).ToHashSet(StringComparer.Ordinal);
        var said = Condition().Matches(File.ReadAllText(PageFolder.PathOf(name))).Select(match => match.Groups[1].Value);
        Assert.All(said, condition => Assert.Contains(condition, conditions));
    }

    [GeneratedRegex(@"^```powershell\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(@"(?<!`)`([A-Z][a-z]+-EC2\w+(?: [^`]*)?)`(?!`)")]
    private static partial Regex Inline();

    // Written "(`InstanceNotFound`)" or "is `InstanceNotFound`"; and so is nothing else of two words and more.
    [GeneratedRegex(@"(?:\(|the error |that is |is the error )`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`")]
    private static partial Regex Condition();
}
