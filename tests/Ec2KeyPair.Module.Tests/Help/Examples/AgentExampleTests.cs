namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>Likewise, with an ssh-agent.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class AgentExampleTests
{
    public static TheoryData<string, string> All => ExampleTests.Examples(ExampleRun.NeedsAgent);

    [SkippableTheory]
    [MemberData(nameof(All))]
    public Task Example_WithAnAgent_ShowsWhatThePageShows(string page, string title) => ExampleTests.CheckAsync(page, title);
}
