using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Windows.Waiting;

namespace Ec2KeyPair.Core.Tests.Windows.Waiting;

public sealed class ReadyTimesTests
{
    private static readonly Ec2Instance One = new() { InstanceId = "i-1", ImageId = "ami-1" };
    private static readonly Ec2Instance Other = new() { InstanceId = "i-2", ImageId = "ami-2" };
    private readonly ReadyTimes _learned = new();

    [Fact]
    public void IsExpected_OthersOfTheImage_FromTheEarliestOn()
    {
        _learned.Learn(One, TimeSpan.FromMinutes(6), byAgent: true);
        _learned.Learn(One, TimeSpan.FromMinutes(4), byAgent: true);
        _learned.Learn(One, null, byAgent: true);
        Assert.False(_learned.IsExpected(One, TimeSpan.FromMinutes(3.9)));
        Assert.True(_learned.IsExpected(One, TimeSpan.FromMinutes(4)));
        Assert.False(_learned.IsExpected(One, null));
        Assert.False(_learned.IsExpected(Other, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void AgentTells_ThreeReadyWithoutOne_NotAnyMore()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_learned.AgentTells(One));
            _learned.Learn(One, TimeSpan.FromMinutes(4), byAgent: false);
        }

        Assert.False(_learned.AgentTells(One));
        Assert.False(_learned.AgentsAreHeard(One));
        Assert.True(_learned.AgentTells(Other));
        _learned.Learn(One, TimeSpan.FromMinutes(4), byAgent: true);
        Assert.True(_learned.AgentTells(One));
        Assert.True(_learned.AgentsAreHeard(One));
        Assert.False(_learned.AgentsAreHeard(Other));
    }
}
