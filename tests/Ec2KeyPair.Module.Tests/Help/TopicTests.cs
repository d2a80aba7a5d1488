using Ec2KeyPair.Help.Markdown;
using Ec2KeyPair.Help.Topics;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>The topics of the help.</summary>
public sealed class TopicTests
{
    public static TheoryData<string> Names => [.. PageFolder.TopicNames()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Topic_AsGetHelpShowsIt_FitsEightyColumnsAndHasNoStub(string name)
    {
        var page = File.ReadAllText(PageFolder.PathOf(name));
        Assert.False(Stub.IsIn(page), name + " is to be filled in");
        var text = TopicText.Of(PageFolder.PathOf(name), page);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("\nSEE ALSO\n", text);
    }

    [Fact]
    public void Topics_OfTheModule_AreNamedInTheFirst()
    {
        var first = File.ReadAllText(PageFolder.PathOf("about_Ec2KeyPair"));
        Assert.All(PageFolder.TopicNames().Skip(1), name => Assert.Contains($"({name}.md)", first));
        Assert.All(PageFolder.CommandNames(), name => Assert.Contains($"({name}.md)", first));
    }

    [Fact]
    public void ErrorTopic_Conditions_AreThoseOfTheCodeInTheirOrder()
    {
        var page = ErrorTopic.Read();
        var conditions = ErrorTopic.Conditions();
        var said = ErrorTopic.Sections(page).Select(section => section.Title).ToList();
        var expected = conditions.Select(condition => condition.Name).ToList();
        Assert.True(!expected.Except(said).Any(), $"{ErrorTopic.Name} lacks {string.Join(", ", expected.Except(said))}: {PageFolder.Mend}");
        Assert.Equal(expected, said);
        Assert.Equal(page, ErrorTopic.Updated(page, conditions));
    }

    [Fact]
    public void ErrorTopic_EveryCondition_HasACauseAndAMend()
    {
        foreach (var section in ErrorTopic.Sections(ErrorTopic.Read()))
        {
            var paragraphs = BlockReader.Read(section.Text).OfType<Paragraph>().Select(paragraph => paragraph.Text).ToList();
            Assert.True(paragraphs.Count(text => text.StartsWith(ErrorTopic.MendMark, StringComparison.Ordinal)) == 1, section.Title + " has no mend");
            Assert.True(paragraphs.Count(text => text.StartsWith(ErrorTopic.CategoryMark, StringComparison.Ordinal)) == 1, section.Title + " has no category");
            Assert.True(paragraphs.Count >= 3, section.Title + " has no cause");
        }
    }
}
