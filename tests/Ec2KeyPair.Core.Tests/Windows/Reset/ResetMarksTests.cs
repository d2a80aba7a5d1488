using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class ResetMarksTests
{
    private readonly FakeResetObserver _observer = new();
    private readonly Tags _tags = new();

    [Fact]
    public async Task SetAsync_Several_IsOneRequestWithTheTime()
    {
        await Marks().SetAsync(["i-1", "i-2"], default);
        Assert.Equal("i-1,i-2 ec2keypair:password-reset=2026-01-02T03:04:05Z", Assert.Single(_tags.Done));
        await Marks().SetAsync([], default);
        Assert.Single(_tags.Done);
    }

    [Theory]
    [InlineData(ErrorCondition.AwsAccessDenied, 1, 0)]
    [InlineData(ErrorCondition.AwsUnavailable, 0, 1)]
    public async Task SetAsync_Refused_IsNoFailure(ErrorCondition condition, int explained, int warned)
    {
        _tags.Fault = new Ec2KeyPairException(condition, "no");
        await Marks().SetAsync(["i-1"], default);
        Assert.Equal((explained, warned), (_observer.Explanations.Count, _observer.Warnings.Count));
        Assert.Empty(_observer.Failed);
    }

    [Fact]
    public async Task SetAsync_CallerHasGone_IsSetAllTheSame()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Marks().SetAsync(["i-1"], stop.Token);
        Assert.Single(_tags.Done);
    }

    [Fact]
    public async Task RemoveAsync_OnlyWhereItIs()
    {
        await Marks().RemoveAsync(new Ec2Instance { InstanceId = "i-1" }, default);
        Assert.Empty(_tags.Done);
        await Marks().RemoveAsync(
            new Ec2Instance { InstanceId = "i-1", Tags = new Dictionary<string, string> { [PasswordResetMark.TagKey] = "whatever" } }, default);
        Assert.Equal("i-1 -ec2keypair:password-reset", Assert.Single(_tags.Done));
    }

    private ResetMarks Marks() => new(_tags, new FakeClock(), _observer);

    private sealed class Tags : ITagApi
    {
        internal List<string> Done { get; } = [];

        internal Exception? Fault { get; set; }

        public Task SetAsync(IReadOnlyCollection<string> resourceIds, string key, string value, CancellationToken cancel) =>
            Do($"{string.Join(",", resourceIds)} {key}={value}", cancel);

        public Task RemoveAsync(IReadOnlyCollection<string> resourceIds, string key, CancellationToken cancel) =>
            Do($"{string.Join(",", resourceIds)} -{key}", cancel);

        private Task Do(string what, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            if (Fault is not null) throw Fault;
            Done.Add(what);
            return Task.CompletedTask;
        }
    }
}
