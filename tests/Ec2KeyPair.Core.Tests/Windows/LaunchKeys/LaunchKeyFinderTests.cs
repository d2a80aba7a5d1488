using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Tests.Windows.LaunchKeys;

public sealed class LaunchKeyFinderTests
{
    private readonly FakeAws _aws = new(new FakeClock());
    private FakeLaunchKeys Keys { get; } = new();

    [Fact]
    public async Task Begin_ManyNames_OneRequestAndAllSideBySide()
    {
        var started = 0;
        var all = new TaskCompletionSource();
        Keys.Opening = _ =>
        {
            if (Interlocked.Increment(ref started) == 3) all.SetResult();
            return all.Task;
        };
        using var finder = new LaunchKeyFinder(_aws, Keys);
        finder.Begin(["web", "web-2", "web-3", "web"], default);
        foreach (var name in new[] { "web", "web-2", "web-3", "web" }) Assert.Equal(name, (await finder.FindAsync(name, default)).KeyName);
        Assert.Equal(1, _aws.Count(FakeAws.KeyPairs));
        Assert.Equal(3, Keys.Opened);
    }

    [Fact]
    public async Task FindAsync_NewName_IsAskedForAlone()
    {
        using var finder = new LaunchKeyFinder(_aws, Keys);
        await finder.FindAsync("web", default);
        finder.Begin(["web", "web-2"], default);
        await finder.FindAsync("web-2", default);
        Assert.Equal(["web", "web-2"], _aws.Calls.Select(call => call.Id));
    }
}
