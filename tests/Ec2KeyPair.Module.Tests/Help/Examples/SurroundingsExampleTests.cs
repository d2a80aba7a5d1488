namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>Likewise, for examples that go by the environment of the process: an ssh-agent, a screen.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class SurroundingsExampleTests
{
    public static TheoryData<string, string> All => ExampleTests.Examples(example => ExampleNeeds.Of(example).ChangeTheEnvironment);

    [SkippableTheory]
    [MemberData(nameof(All))]
    public Task Example_InItsSurroundings_ShowsWhatThePageShows(string page, string title) => ExampleTests.CheckAsync(page, title);
}
