using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Windows.ConsoleOutput;

namespace Ec2KeyPair.Core.Tests.Windows.ConsoleOutput;

public sealed class LiveConsoleTests
{
    [Theory]
    [InlineData("m7i.large", "running", true)]
    [InlineData("i3en.large", "running", true)]
    [InlineData("i3.metal", "running", true)]
    [InlineData("t3.micro", "stopped", false)]
    [InlineData("t3.micro", "pending", false)]
    [InlineData("t2.micro", "running", false)]
    [InlineData("i3.large", "running", false)]
    [InlineData("M4.LARGE", "running", false)]
    [InlineData(null, "running", false)]
    public void MayHave_Type_OnlyNitroWhileItRuns(string? type, string state, bool expected) =>
        Assert.Equal(expected, new LiveConsole().MayHave(Of(type, state)));

    [Fact]
    public void Refused_OneInstance_HoldsForItsType()
    {
        var live = new LiveConsole();
        live.Refused(Of("m7i.large"));
        Assert.False(live.MayHave(Of("m7i.large")));
        Assert.True(live.MayHave(Of("m7i.xlarge")));
    }

    private static Ec2Instance Of(string? type, string state = "running") => new() { InstanceId = "i-1", InstanceType = type, State = state };
}
