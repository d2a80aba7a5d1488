using Ec2KeyPair.Help;
using Ec2KeyPair.Help.Commands;
using Ec2KeyPair.Help.Markdown;
using Ec2KeyPair.Help.Pages;
using Ec2KeyPair.Help.Topics;
using static Ec2KeyPair.Help.Commands.MamlNames;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>The tool that makes the help: what it reads, and what it refuses rather than make rubbish of it.</summary>
public sealed class ToolTests
{
    private static readonly Lazy<string> Good = new(() => File.ReadAllText(PageFolder.PathOf("New-EC2Tunnel")));

    [Fact]
    public void BlockReaderRead_ParagraphsListsAndFences_AreKeptApart()
    {
        var blocks = BlockReader.Read("one\ntwo\n\n- a\n  b\n- c\nthree\n\n1. x\n2. y\n\n```text\n # no heading\n\n```\n");
        Assert.Equal(["one two", "- a b\n- c", "three", "1. x\n2. y", " # no heading\n"], PlainText.Paragraphs(blocks));
        Assert.Equal("text", Assert.IsType<Fence>(blocks[^1]).Language);
    }

    [Theory]
    [InlineData("| a | b |")]
    [InlineData("> quoted")]
    [InlineData("<b>html</b>")]
    [InlineData("    indented code")]
    [InlineData("* other list")]
    [InlineData("- a\n\n    - nested")]
    [InlineData("```\nno end")]
    public void BlockReaderRead_WhatThePagesDoNotUse_IsRefused(string text) => Assert.Throws<FormatException>(() => BlockReader.Read(text));

    [Theory]
    [InlineData("`code` and **strong**", "code and strong")]
    [InlineData("see [about_X](about_X.md) and [y](https://y)", "see about_X and y")]
    [InlineData("`[a](b)` stays", "[a](b) stays")]
    [InlineData("a * b, 2 ** 3, x_y", "a * b, 2 ** 3, x_y")]
    public void PlainTextOf_Marks_AreLeftOut(string text, string expected) => Assert.Equal(expected, PlainText.Of(text));

    [Theory]
    [InlineData("## SYNOPSIS", "## SUMMARY", "'## SYNOPSIS' is expected")]
    [InlineData("# New-EC2Tunnel", "# New-Other", "is not the file's name")]
    [InlineData("---\ndocument", "document", "front matter")]
    [InlineData("## SYNTAX", "## SYNTAX\n\ntext", "has text of its own")]
    [InlineData("DefaultValue: ''", "Default: ''", "'DefaultValue:' is expected")]
    [InlineData("SupportsWildcards: false", "SupportsWildcards: no", "true or false")]
    [InlineData("HelpMessage: ''", "HelpMessage: ''\nMore: 1", "goes on after its end")]
    [InlineData("### -InstanceId", "### InstanceId", "starts with a hyphen")]
    [InlineData("## RELATED LINKS", "## RELATED LINKS\n\n## MORE", "stands after the last section")]
    public void CommandPageReaderRead_PageOfAnotherForm_IsRefusedWithFileAndLine(string there, string instead, string message)
    {
        Assert.Contains(there, Good.Value, StringComparison.Ordinal);
        var at = Good.Value.IndexOf(there, StringComparison.Ordinal);
        var page = Good.Value[..at] + instead + Good.Value[(at + there.Length)..];
        var problem = Assert.Throws<PageException>(() => CommandPageReader.Read("New-EC2Tunnel.md", page));
        Assert.Matches(@"^New-EC2Tunnel\.md\(\d+\): error HELP: ", problem.Message);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FactsWriterLines_ReadAgain_AreTheSame()
    {
        var facts = new ParameterFacts
        {
            Type = "System.String[]",
            DefaultValue = "*",
            SupportsWildcards = true,
            Aliases = ["A", "B"],
            ParameterSets =
            [
                new() { Name = "(All)", Position = "0", IsRequired = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = false, ValueFromRemainingArguments = true },
                new() { Name = "Other", Position = "Named", IsRequired = false, ValueFromPipeline = false, ValueFromPipelineByPropertyName = true, ValueFromRemainingArguments = false },
            ],
            DontShow = true,
            AcceptedValues = ["it's: so", ""],
            HelpMessage = "'quoted'",
        };
        var again = FactsReader.Read(FactsWriter.Lines(facts));
        Assert.Equal(FactsWriter.Lines(facts), FactsWriter.Lines(again));
        Assert.Equal(("*", "'quoted'"), (again.DefaultValue, again.HelpMessage));
        Assert.Equal(["it's: so", ""], again.AcceptedValues);
    }

    [Fact]
    public void MamlExampleOf_TextCommandsAndOutput_StandAsOnAScreen()
    {
        var example = new ExampleHelp("Example 1: `x`", "Before.\n\n```powershell\na\nb\n```\n\n```Output\n  1\n```\n\nBetween.\n\n```powershell\nc\n```\n\nAfter.");
        var maml = MamlExample.Of(example);
        Assert.Equal("---------- Example 1: x ----------", maml.Element(Maml + "title")!.Value);
        Assert.Equal(["Before.", "\nPS> "], maml.Element(Maml + "introduction")!.Elements().Select(paragraph => paragraph.Value));
        Assert.Equal("a\nb\n  1\n\n\nBetween.\n\nPS> c", maml.Element(Dev + "code")!.Value);
        Assert.Equal("After.", maml.Element(Dev + "remarks")!.Value);
    }

    [Fact]
    public void MamlExampleOf_NoCommand_IsRefused() =>
        Assert.Throws<FormatException>(() => MamlExample.Of(new ExampleHelp("Example 1: x", "Text only.")));

    [Fact]
    public void TopicTextOf_Page_IsPlainTextWithTheSynopsisInTheFifthLine()
    {
        var text = TopicText.Of(
            "about_X.md",
            "# about_X\n\n## Short description\n\nWhat `it` is.\n\n## Long description\n\n" + string.Concat(Enumerable.Repeat("word ", 30)) + "\n\n### Part\n\n- one\n- two\n\n```text\ncode\n```\n");
        var lines = text.Split('\n');
        Assert.Equal("    What it is.", lines[4]);
        Assert.Equal("LONG DESCRIPTION", lines[6]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, LineWrap.Columns));
        Assert.Contains("  Part\n    - one\n    - two\n\n      code\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# about_Y\n\n## Short description\n\nx\n", "starts with '# about_X'")]
    [InlineData("# about_X\n\nText.\n\n## Short description\n\nx\n", "text stands under")]
    [InlineData("# about_X\n\n## Short description\n\nx\ny\n", "one line")]
    [InlineData("# about_X\n\n## Short description\n\nx\n\n## More\n\n| a |\n", "More: ")]
    public void TopicTextOf_PageOfAnotherForm_IsRefused(string page, string message) =>
        Assert.Contains(message, Assert.Throws<PageException>(() => TopicText.Of("about_X.md", page)).Message, StringComparison.Ordinal);

    [Fact]
    public void LineWrapWrap_WordThatIsTooWide_StandsAlone() =>
        Assert.Equal(["    a", "  " + new string('x', 90), "  b"], LineWrap.Wrap($"a {new string('x', 90)} b", 4, 2));

    [Fact]
    public void HelpFolderMake_PageThatIsGone_LeavesNoTopicAndOtherFilesAlone()
    {
        using var pages = new TemporaryFolder();
        using var help = new TemporaryFolder();
        File.Copy(PageFolder.PathOf("about_Ec2KeyPair"), Path.Combine(pages.Path, "about_Ec2KeyPair.md"));
        File.WriteAllText(Path.Combine(help.Path, "about_Gone.help.txt"), "old");
        File.WriteAllText(Path.Combine(help.Path, "other.txt"), "mine");
        HelpFolder.Make(pages.Path, help.Path);
        Assert.Equal(["Ec2KeyPair.dll-Help.xml", "about_Ec2KeyPair.help.txt", "other.txt"], Directory.GetFiles(help.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tool_PageOfAnotherForm_EndsWithAnErrorThatABuildUnderstands()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "Get-X.md"), "no page");
        var tool = typeof(HelpFolder).Assembly.Location;
        var (exitCode, _, error) = Tool.RunFile("dotnet", "exec", tool, folder.Path, folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains("Get-X.md(1): error HELP: ", error, StringComparison.Ordinal);
        Assert.Equal(2, Tool.RunFile("dotnet", "exec", tool).ExitCode);
    }
}
