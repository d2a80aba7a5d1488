using Ec2KeyPair.Core.Connect.Report;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Connect.Report;

public sealed class FleetAnswersTests
{
    private readonly FakeFleet _aws = new();

    [Fact]
    public async Task FindAsync_ManyInstances_AreAskedForTogether()
    {
        var answers = Open();
        var ids = Enumerable.Range(0, 120).Select(i => $"i-{i}").ToList();
        answers.Begin(ids);
        foreach (var id in ids)
        {
            Assert.Equal(id, (await answers.FindAsync(id, default))?.InstanceId);
            Assert.Equal(id, Assert.Single(await ((IInstanceHealthApi)answers).FindAsync([id], default)).InstanceId);
        }

        Assert.Equal(["100 statuses", "20 agents", "20 statuses", "50 agents", "50 agents"], _aws.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FindAsync_OneThatWasNotBegun_IsAskedForAlone()
    {
        Assert.NotNull(await Open().FindAsync("i-1", default));
        Assert.Equal(["agent of i-1"], _aws.Asked);
    }

    [Fact]
    public async Task FindAsync_RequestForManyRefused_IsThatForEach()
    {
        _aws.Fault = new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "not authorized");
        var answers = Open();
        answers.Begin(["i-1", "i-2"]);
        foreach (var id in new[] { "i-1", "i-2" })
        {
            Assert.Equal(ErrorCondition.AwsAccessDenied, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => answers.FindAsync(id, default))).Condition);
        }
    }

    private FleetAnswers Open() => new(_aws, _aws, default);
}
