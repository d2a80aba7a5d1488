using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>The examples of the pages do what the pages show.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string, string> All => Examples(example => !ExampleNeeds.Of(example).ChangeTheEnvironment);

    [SkippableTheory]
    [MemberData(nameof(All))]
    public Task Example_AgainstTheLoopbackAws_ShowsWhatThePageShows(string page, string title) => CheckAsync(page, title);

    internal static TheoryData<string, string> Examples(Func<ExampleHelp, bool> which)
    {
        var all = new TheoryData<string, string>();
        foreach (var page in PageFolder.CommandNames().Select(PageFolder.Read))
        {
            foreach (var example in page.Examples.Where(which)) all.Add(page.Name, example.Title);
        }

        return all;
    }

    internal static async Task CheckAsync(string page, string title)
    {
        var example = PageFolder.Read(page).Examples.Single(one => one.Title == title);
        var needs = ExampleNeeds.Of(example);
        Skip.If(needs.Obstacle() is not null, needs.Obstacle());
        var steps = ExampleStep.Of(example);
        Assert.Contains(steps, step => step.Command.Contains(page, StringComparison.Ordinal));
        var shown = await ExampleRun.RunAsync(example);
        if (needs.Refusal is { } refusal)
        {
            Assert.Contains(refusal, shown[^1][0], StringComparison.Ordinal);
            return;
        }

        foreach (var (step, now) in steps.Zip(shown)) Assert.Equal(ExampleText.Comparable(step.Shown), ExampleText.Comparable(now));
    }
}
