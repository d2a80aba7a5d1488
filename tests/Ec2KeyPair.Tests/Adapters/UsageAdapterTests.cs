using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.AwsEndpoint;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Templates;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using LaunchTemplateVersion = Ec2KeyPair.Core.Ec2.LaunchTemplateVersion;

namespace Ec2KeyPair.Tests.Adapters;

/// <summary>Launch templates, and the census of instances, over the SDK.</summary>
public sealed class UsageAdapterTests
{
    [Fact]
    public async Task LaunchTemplates_ANewVersionWithAnotherKey_KeepsTheRest()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var session = Open(aws);
        var api = session.Ec2("us-east-1").LaunchTemplates;
        var template = aws.Fleet.LaunchTemplates.Add("web", "old");
        template.AddVersion(template.Latest.Data.With(new TemplateData([new("InstanceType", "m7g.large"), new("SecurityGroupId.1", "sg-1")])));
        LaunchTemplateVersion? made = null;
        // The same token again is the same version: an answer may have been lost.
        for (var i = 0; i < 2; i++) made = await api.CreateVersionAsync(template.Id, 2, "new", "by a test", "token", default);
        Assert.Equal((3L, "new", false, "by a test"), (made!.Number, made.KeyName, made.IsDefault, made.Description));
        Assert.Equal(("new", "m7g.large", "sg-1"), (template.Latest.Data.KeyName, template.Latest.Data["InstanceType"], template.Latest.Data["SecurityGroupId.1"]));
        await api.SetDefaultAsync(template.Id, 3, default);
        Assert.Equal(3, template.Default.Number);
        Assert.Equal(["3 new True", "2 old False", "1 old False"], await AllAsync(api.FindVersionsAsync(template.Id, default)));
        aws.Fleet.LaunchTemplates.Add("keyless", null).AddVersion(template.Latest.Data);
        Assert.Equal(["1  True", "2 new False", "3 new True"], (await AllAsync(api.FindCurrentAsync(default))).Order());

        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => api.SetDefaultAsync(template.Id, 9, default));
        Assert.Equal((ErrorCondition.AwsRequestFailed, (object)template.Id), (error.Condition, error.Subject));
        Assert.Contains("InvalidLaunchTemplateId.VersionNotFound", error.Message);
    }

    [Fact]
    public async Task LaunchTemplates_MoreThanAPage_AllComeThroughThrottling()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var session = Open(aws);
        for (var i = 0; i < 401; i++) aws.Fleet.LaunchTemplates.Add($"t-{i}", "k");
        aws.Faults.Throttle("DescribeLaunchTemplateVersions", 2);
        Assert.Equal(401, (await AllAsync(session.Ec2("us-east-1").LaunchTemplates.FindCurrentAsync(default))).Count);
    }

    [Fact]
    public async Task Census_ListsWhatIsThereInPages()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var session = Open(aws);
        var key = aws.Fleet.CreateKeyPair("a*b", out _);
        aws.Fleet.AddMany(1500, key);
        var other = aws.Fleet.AddLinux("other", aws.Fleet.CreateKeyPair("axb", out _));
        other.Tags.Set("aws:autoscaling:groupName", "asg");
        other.Tags.Set("aws:ec2launchtemplate:id", "lt-1");
        foreach (var (at, state) in new[] { InstanceState.Terminated, InstanceState.ShuttingDown, InstanceState.Stopped }.Index()) aws.Fleet.Instances[at].SetState(state);
        var census = session.Ec2("us-east-1").Census;
        var pages = new List<IReadOnlyList<LaunchedInstance>>();
        await foreach (var page in census.ListAsync([], default)) pages.Add(page);
        Assert.Equal([1000, 499], pages.Select(page => page.Count));
        var last = pages[1][^1];
        Assert.Equal((other.Id, "axb", "other", "running", "asg", "lt-1", false, "123456789012"), (last.InstanceId, last.KeyName, last.Name, last.State, last.AutoScalingGroupName, last.LaunchTemplateId, last.IsWindows, last.OwnerId));
        // A star in a name is no wildcard.
        var named = new List<LaunchedInstance>();
        await foreach (var page in census.ListAsync(["a*b"], default)) named.AddRange(page);
        Assert.Equal(1498, named.Count);
        Assert.All(named, instance => Assert.Equal("a*b", instance.KeyName));
    }

    private static async Task<List<string>> AllAsync(IAsyncEnumerable<LaunchTemplateVersion> versions)
    {
        var all = new List<string>();
        await foreach (var version in versions) all.Add($"{version.Number} {version.KeyName} {version.IsDefault}");
        return all;
    }

    private static AwsSession Open(LoopbackAws aws) =>
        AwsSession.Open(new AwsSessionParameters { AccessKey = aws.AccessKey, SecretKey = aws.SecretKey, EndpointUrl = aws.Url });
}
