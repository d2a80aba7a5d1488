using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Ec2;

public sealed class InstanceResolverTests
{
    private static readonly Ec2Instance Web = Make("i-0000000000000000a", "web", "192.0.2.1");
    private static readonly Ec2Instance Twin1 = Make("i-0000000000000000b", "twin", "192.0.2.2");
    private static readonly Ec2Instance Twin2 = Make("i-0000000000000000c", "twin", "192.0.2.3");
    private static readonly Ec2Instance Gone = Make("i-0000000000000000d", "web", null) with { State = "terminated" };

    [Theory]
    [InlineData("i-0000000000000000a")]
    [InlineData("web")]
    [InlineData("192.0.2.1")]
    [InlineData("ec2-192.0.2.1.example.com")]
    public async Task ResolveAsync_AnyName_FindsTheInstance(string identity) =>
        Assert.Equal(Web.InstanceId, (await Resolver().ResolveAsync(identity, default)).InstanceId);

    [Fact]
    public async Task ResolveAsync_TwoOfAName_ListsTheCandidates()
    {
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Resolver().ResolveAsync("twin", default));
        Assert.Equal(ErrorCondition.InstanceAmbiguous, error.Condition);
        Assert.Contains(Twin1.InstanceId, error.Message);
        Assert.Contains(Twin2.InstanceId, error.Message);
    }

    [Fact]
    public async Task ResolveAsync_NameWithTerminalEscapes_IsShownWithoutThem()
    {
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Resolver().ResolveAsync("x\u001b[2J", default));
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Fact]
    public async Task ResolveAsync_ManyWithOneMissing_FailsThatOneOnly()
    {
        var answers = await Resolver().ResolveAsync([Web.InstanceId, "i-0000000000000000f", "nobody", Gone.InstanceId], default);
        Assert.Equal(Web, answers[0].Instance);
        Assert.Equal(ErrorCondition.InstanceNotFound, answers[1].Error!.Condition);
        Assert.Equal(ErrorCondition.InstanceNotFound, answers[2].Error!.Condition);
        Assert.Equal(Gone, answers[3].Instance);
    }

    [Fact]
    public async Task ResolveAsync_ThousandIds_TakesFiveCalls()
    {
        var api = new FakeInstances();
        await new InstanceResolver(api).ResolveAsync(Enumerable.Range(0, 1000).Select(n => $"i-{n:x17}").ToList(), default);
        Assert.Equal(5, api.Calls);
    }

    private static InstanceResolver Resolver() => new(new FakeInstances(Web, Twin1, Twin2, Gone));

    private static Ec2Instance Make(string id, string name, string? address) => new()
    {
        InstanceId = id,
        State = "running",
        PublicIpAddress = address,
        PublicDnsName = address is null ? null : $"ec2-{address}.example.com",
        Tags = new Dictionary<string, string> { ["Name"] = name },
    };
}
