using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>The pages of the cmdlets say what the code says, all of it and nothing else.</summary>
public sealed class CommandPageTests
{
    private static readonly Lazy<IReadOnlyList<CmdletInfo>> Cmdlets = new(PageFolder.Cmdlets);

    // What every cmdlet takes, or every cmdlet of a kind: described once and alike.
    private static readonly string[] Shared =
    [
        "AccessKey", "SecretKey", "SessionToken", "ProfileName", "ProfileLocation", "Credential", "EndpointUrl", "StorePath", "WhatIf", "Confirm",
    ];

    public static TheoryData<string> Names => [.. Cmdlets.Value.Select(cmdlet => cmdlet.Name)];

    [Fact]
    public void Pages_OfTheModule_AreOneForEachCmdlet()
    {
        var cmdlets = Cmdlets.Value.Select(cmdlet => cmdlet.Name).ToList();
        Assert.True(!cmdlets.Except(PageFolder.CommandNames()).Any(), $"no page in docs/en-US for {string.Join(", ", cmdlets.Except(PageFolder.CommandNames()))}: {PageFolder.Mend}");
        Assert.True(!PageFolder.CommandNames().Except(cmdlets).Any(), $"docs/en-US has pages of cmdlets that are not exported: {string.Join(", ", PageFolder.CommandNames().Except(cmdlets))}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_AgainstTheCode_SaysTheSame(string name)
    {
        var said = PageFacts.Of(PageFolder.Read(name));
        var true_ = PageFacts.Of(CommandSurface.Of(Cmdlets.Value.Single(cmdlet => cmdlet.Name == name)));
        var missing = true_.Except(said).Select(fact => "  not in the page: " + fact);
        var wrong = said.Except(true_).Select(fact => "  not in the code: " + fact);
        var all = missing.Concat(wrong).ToList();
        Assert.True(all.Count == 0, $"docs/en-US/{name}.md: {PageFolder.Mend}\n{string.Join('\n', all)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_Whole_HasNoStubAndIsWrittenAsTheToolWritesIt(string name)
    {
        var text = File.ReadAllText(PageFolder.PathOf(name));
        var stubs = text.Split('\n').Index().Where(line => Stub.IsIn(line.Item)).Select(line => $"{line.Index + 1}: {line.Item}").ToList();
        Assert.True(stubs.Count == 0, $"docs/en-US/{name}.md is to be filled in:\n{string.Join('\n', stubs)}");
        Assert.Equal(text, CommandPageWriter.Text(CommandPageReader.Read(PageFolder.PathOf(name), text)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_EverySection_HasText(string name)
    {
        var page = PageFolder.Read(name);
        Assert.DoesNotContain('\n', page.Synopsis);
        Assert.All([page.Synopsis, page.Description, page.Notes, page.RelatedLinks], Assert.NotEmpty);
        Assert.All(page.Parameters, parameter => Assert.NotEmpty(parameter.Description));
        Assert.All(page.Inputs.Concat(page.Outputs), type => Assert.NotEmpty(type.Description));
        Assert.True(page.Examples.Count >= 2, "one example shows no use beyond the simplest");
        Assert.All(page.Examples.Index(), example => Assert.StartsWith($"Example {example.Index + 1}: ", example.Item.Title));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_ParameterWithARange_NamesItsBounds(string name)
    {
        var page = PageFolder.Read(name);
        foreach (var parameter in Cmdlets.Value.Single(cmdlet => cmdlet.Name == name).Parameters.Values)
        {
            if (Cmdlet.CommonParameters.Contains(parameter.Name)) continue;
            var text = page.Parameters.Single(described => described.Name == parameter.Name).Description.Replace(",", "", StringComparison.Ordinal);
            Assert.All(Bounds(parameter), bound => Assert.True(text.Contains(bound, StringComparison.Ordinal), $"-{parameter.Name} does not tell its bound {bound}"));
        }
    }

    [Fact]
    public void Pages_ParametersThatAreShared_HaveOneText()
    {
        // One profile or several of them is not the same.
        var texts = PageFolder.CommandNames().Select(PageFolder.Read).SelectMany(page => page.Parameters).ToLookup(parameter => (parameter.Name, parameter.Facts.Type));
        Assert.All(Shared, name => Assert.Contains(texts, parameter => parameter.Key.Name == name));
        Assert.All(texts.Where(parameter => Shared.Contains(parameter.Key.Name)), parameter => Assert.Single(parameter.Select(page => page.Description).Distinct()));
    }

    [Fact]
    public void Pages_Links_LeadToPages()
    {
        foreach (var name in PageFolder.CommandNames().Concat(PageFolder.TopicNames()))
        {
            foreach (var target in PageLinks.In(File.ReadAllText(PageFolder.PathOf(name))))
            {
                Assert.True(File.Exists(Path.Combine(PageFolder.Path, target)), $"{name}.md links to {target}, which is not there");
            }
        }
    }

    private static IEnumerable<string> Bounds(ParameterMetadata parameter)
    {
        var ranges = parameter.Attributes.OfType<ValidateRangeAttribute>().SelectMany(range => new[] { range.MinRange, range.MaxRange });
        var lengths = parameter.Attributes.OfType<ValidateLengthAttribute>().Select(length => (object)length.MaxLength);
        return ranges.Concat(lengths).Select(bound => Convert.ToString(bound, CultureInfo.InvariantCulture)!);
    }
}
