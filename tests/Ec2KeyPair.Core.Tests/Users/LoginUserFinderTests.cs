using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Tests.InstanceConnect;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Tests.Users;

public sealed class LoginUserFinderTests
{
    private readonly Aws _aws = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task FindAsync_ImageTells_AsksNobodyElseAndEachImageOnce()
    {
        var finder = new LoginUserFinder(_aws, _aws, UserMap.Empty, _clock);
        foreach (var number in Enumerable.Range(0, 5)) Assert.Equal("ubuntu", (await finder.FindAsync(Instance(number), default)).Name);
        Assert.Equal((1, 0), (_aws.ImageLooks, _aws.AgentLooks));
    }

    [Fact]
    public async Task FindAsync_Tag_AsksNobody()
    {
        var instance = Instance(1) with { Tags = new Dictionary<string, string> { [LoginUserGuess.UserTag] = "deploy" } };
        Assert.Equal("deploy", (await new LoginUserFinder(_aws, _aws, UserMap.Empty, _clock).FindAsync(instance, default)).Name);
        Assert.Equal((0, 0), (_aws.ImageLooks, _aws.AgentLooks));
    }

    [Fact]
    public async Task FindAsync_ImageTellsNothing_AsksTheAgent()
    {
        _aws.ImageName = "base-7";
        var finder = new LoginUserFinder(_aws, _aws, UserMap.Empty, _clock);
        Assert.Equal("rocky", (await finder.FindAsync(Instance(1), default)).Name);
        Assert.Equal(1, _aws.AgentLooks);
        _aws.IsDenied = true;
        Assert.Equal("ec2-user", (await finder.FindAsync(Instance(1), default)).Name);
    }

    [Fact]
    public async Task FindAsync_NoHintMayBeHad_IsACommonAccountThatSaysSo()
    {
        _aws.IsDenied = true;
        _aws.ImageDenied = new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "may not DescribeImages.");
        var user = await new LoginUserFinder(_aws, _aws, UserMap.Empty, _clock).FindAsync(Instance(1), default);
        Assert.Equal(("ec2-user", true), (user.Name, user.IsCommonGuess));
        Assert.Equal("nothing tells; its image is not known: may not DescribeImages; its agent is not known: denied; images of AWS and of others have it", user.Evidence);
    }

    /// <summary>A firewall that swallows requests to Systems Manager must not hold up a connection.</summary>
    [Fact]
    public async Task FindAsync_AgentNeverAnswers_IsNotWaitedForLong()
    {
        _aws.ImageName = "base-7";
        _aws.AgentAnswer = new TaskCompletionSource<ManagedInstance?>().Task;
        var finding = new LoginUserFinder(_aws, _aws, UserMap.Empty, _clock).FindAsync(Instance(1), default);
        await _clock.SomebodyWaitsAsync();
        _clock.Pass(LookPatience.Quick.Aws);
        Assert.Contains("AWS did not answer within 1.5 s", (await finding).Evidence);
    }

    [Fact]
    public async Task CandidatesAsync_Instance_AreOfAllSources() => Assert.Equal(
        ["ubuntu", "rocky", "ec2-user", "admin", "root"],
        (await new LoginUserFinder(_aws, _aws, UserMap.Empty, _clock).CandidatesAsync(Instance(1), default)).Select(user => user.Name));

    private static Ec2Instance Instance(int number) => new() { InstanceId = $"i-{number:x17}", ImageId = "ami-1", PlatformDetails = "Linux/UNIX" };

    private sealed class Aws : IInstanceApi, IManagedInstanceApi
    {
        internal string ImageName { get; set; } = "ubuntu-24";

        internal bool IsDenied { get; set; }

        internal Exception? ImageDenied { get; set; }

        internal Task<ManagedInstance?>? AgentAnswer { get; set; }

        internal int ImageLooks { get; private set; }

        internal int AgentLooks { get; private set; }

        public string Region => "eu-test-1";

        public IAsyncEnumerable<Ec2Instance> FindAsync(IReadOnlyCollection<InstanceFilter> filters, CancellationToken cancel) => throw new NotSupportedException();

        public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel)
        {
            ImageLooks++;
            return ImageDenied is { } denied ? Task.FromException<Ec2Image?>(denied) : Task.FromResult<Ec2Image?>(new(imageId, ImageName, null, null));
        }

        public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ManagedInstance?> FindAsync(string instanceId, CancellationToken cancel)
        {
            AgentLooks++;
            return AgentAnswer ?? (IsDenied
                ? throw new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "denied")
                : Task.FromResult<ManagedInstance?>(new(instanceId, true, "3.3", null, false, "Rocky Linux 9.6")));
        }

        public Task<IReadOnlyList<ManagedInstance>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) => throw new NotSupportedException();
    }
}
