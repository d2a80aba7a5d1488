using System.Management.Automation;
using Ec2KeyPair.Help.Pages;
using Ec2KeyPair.Module.Tests.Help.Examples;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>The tool that brings pages up to date, and the comparison that tells when they are not.</summary>
public sealed class PageUpdateTests
{
    private static readonly Lazy<CommandPage> Code = new(() => CommandSurface.Of(PageFolder.Cmdlets().Single(cmdlet => cmdlet.Name == "Publish-EC2KeyPairLocal")));
    private static readonly Lazy<CommandPage> Page = new(() => PageFolder.Read("Publish-EC2KeyPairLocal"));

    [Fact]
    public void Of_ParameterThatIsNew_GetsAStubAndTheOthersKeepTheirText()
    {
        var older = Page.Value with { Parameters = [.. Page.Value.Parameters.Where(parameter => parameter.Name != "Tag")] };
        var updated = PageUpdate.Of(older, Code.Value);
        Assert.True(Stub.IsIn(updated.Parameters.Single(parameter => parameter.Name == "Tag").Description));
        Assert.DoesNotContain(updated.Parameters, parameter => parameter.Name != "Tag" && Stub.IsIn(parameter.Description));
        Assert.Equal(PageFacts.Of(Code.Value), PageFacts.Of(updated));
    }

    [Fact]
    public void Of_ParameterThatIsGoneAndFactsThatChanged_FollowTheCode()
    {
        var name = Page.Value.Parameters.Single(parameter => parameter.Name == "Name");
        var older = Page.Value with
        {
            Parameters = [.. Page.Value.Parameters.Where(parameter => parameter != name), name with { Name = "Gone" }, name with { Facts = name.Facts with { DefaultValue = "x", Aliases = [] } }],
        };
        Assert.Equal(CommandPageWriter.Text(Page.Value), CommandPageWriter.Text(PageUpdate.Of(older, Code.Value)));
    }

    [Fact]
    public void Filled_StubOfAParameterThatOtherPagesDescribeAlike_GetsTheirText()
    {
        var filled = PageUpdate.Filled(Code.Value, PageFolder.CommandNames().Where(name => name != Code.Value.Name).Select(PageFolder.Read));
        Assert.Equal(Text(Page.Value, "AccessKey"), Text(filled, "AccessKey"));
        Assert.True(Stub.IsIn(Text(filled, "ThrottleLimit"))); // Each page says what the limit is of.
    }

    [Theory]
    [InlineData("DefaultValue: 8", "DefaultValue: 9", "-ThrottleLimit: DefaultValue: 8")]
    [InlineData("- KeyName", "- KeyTitle", "-Name: aliases: KeyName")]
    [InlineData("  Position: 0", "  Position: 1", "-Name: in the set Name: (All), Position: 0, IsRequired: true, ValueFromPipeline: true")]
    [InlineData("SupportsWildcards: true", "SupportsWildcards: false", "-Name: SupportsWildcards: true")]
    [InlineData("ValueFromPipeline: true", "ValueFromPipeline: false", "-Name: in the set Name: (All), Position: 0, IsRequired: true, ValueFromPipeline: true")]
    [InlineData("### Ec2KeyPair.Core.KeyPairs.PublishRecord", "### System.String", "output of type Ec2KeyPair.Core.KeyPairs.PublishRecord")]
    [InlineData("[[-Region] <string[]>]", "[-Region <string[]>]", "syntax of __AllParameterSets")]
    public void PageFacts_OneFactThatIsWrong_IsTold(string there, string instead, string missing)
    {
        var text = CommandPageWriter.Text(Page.Value);
        Assert.Contains(there, text, StringComparison.Ordinal);
        var wrong = CommandPageReader.Read(Page.Value.Name + ".md", text.Replace(there, instead, StringComparison.Ordinal));
        Assert.Contains(PageFacts.Of(Code.Value).Except(PageFacts.Of(wrong)), fact => fact.StartsWith(missing, StringComparison.Ordinal));
    }

    [Fact]
    public void ErrorTopicUpdated_NewAndGoneConditions_ComeAndGo()
    {
        const string Page = "# t\n\n## Group\n\n### A\n\nCause.\n\nMend: x.\n\nCategory: ReadError\n\n### Gone\n\nCause.\n\n## See also\n\n- x\n";
        var updated = ErrorTopic.Updated(Page, [("First", ErrorCategory.OpenError), ("A", ErrorCategory.WriteError), ("B", ErrorCategory.ReadError)]);
        Assert.Equal(["First", "A", "B"], ErrorTopic.Sections(updated).Select(section => section.Title));
        Assert.Contains("### A\n\nCause.\n\nMend: x.\n\nCategory: WriteError\n\n### B\n\n{{ Fill", updated, StringComparison.Ordinal);
        Assert.EndsWith("Category: ReadError\n\n## See also\n\n- x\n", updated, StringComparison.Ordinal);
    }

    [Fact]
    public void ExampleStepWithOutput_WhatIsShown_TakesThePlaceOfWhatWas()
    {
        var example = new ExampleHelp("t", "Text.\n\n```powershell\na\n```\n\n```Output\nold\n\nlines\n```\n\nBetween.\n\n```powershell\nb\n```\n\nAfter.");
        Assert.Equal(
            "Text.\n\n```powershell\na\n```\n\n```Output\nnew\n```\n\nBetween.\n\n```powershell\nb\n```\n\n```Output\nmore\n```\n\nAfter.",
            ExampleStep.WithOutput(example, [["new"], ["more"]]));
        Assert.Equal("Text.\n\n```powershell\na\n```\n\nBetween.\n\n```powershell\nb\n```\n\nAfter.", ExampleStep.WithOutput(example, [[], []]));
    }

    [Theory]
    [InlineData("web i-0ff86e7b65260b94f 11/25/2026 21:31:50", "web i-016e79a51f771a537 1/2/2027 03:04:05", true)]
    [InlineData("web True", "web False", false)]
    [InlineData("AlreadyThere key-0a396d0c5d94f6f72", "Created key-0a396d0c5d94f6f72", false)]
    [InlineData("  3 out", "3   out", true)]
    public void ExampleTextComparable_WhatVaries_IsLeftOutAndNothingElse(string one, string other, bool same) =>
        Assert.Equal(same, ExampleText.Comparable([one]).SequenceEqual(ExampleText.Comparable([other])));

    private static string Text(CommandPage page, string parameter) => page.Parameters.Single(one => one.Name == parameter).Description;
}
