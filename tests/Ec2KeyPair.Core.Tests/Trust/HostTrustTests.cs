using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;

namespace Ec2KeyPair.Core.Tests.Trust;

public sealed class HostTrustTests : IDisposable
{
    private const string Id = "i-0123456789abcdef0";
    private readonly TemporaryFolder _folder = new();
    private readonly Console _console = new();

    private string Path => _folder.File("known_hosts");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("@cert-authority i-* {0}")]
    [InlineData("i-* {0}")]
    [InlineData("web,i-0123456789abcdef0 {0} mine")]
    public async Task DecideAsync_AnythingThatSshTakes_IsEvidenceWithoutALook(string line)
    {
        await File.WriteAllTextAsync(Path, string.Format(null, line, TestKeys.Key()) + "\n");
        Assert.Equal("yes", (await DecideAsync(HostKeyPolicy.Refuse)).StrictHostKeyChecking);
        Assert.Equal(0, _console.Looks);
    }

    [Theory]
    [InlineData("@revoked * {0}\n@cert-authority i-* {0}\n", ErrorCondition.HostKeyUnknown)]
    [InlineData("@revoked * {0}\ni-0123456789abcdef0 {0}\n", ErrorCondition.HostKeyRevoked)]
    [InlineData("i-*,!i-0123456789abcdef0 {0}\n", ErrorCondition.HostKeyUnknown)]
    [InlineData("# i-0123456789abcdef0 {0}\n", ErrorCondition.HostKeyUnknown)]
    public async Task DecideAsync_WhatSshWouldNotTake_IsNoEvidence(string lines, ErrorCondition expected)
    {
        await File.WriteAllTextAsync(Path, string.Format(null, lines, TestKeys.Key()));
        Assert.Equal(expected, (await FailsAsync(HostKeyPolicy.Verified)).Condition);
    }

    [Fact]
    public async Task DecideAsync_ConsoleTellsARevokedKey_IsHostKeyRevokedAndPinsNothing()
    {
        await File.WriteAllTextAsync(Path, $"@revoked * {TestKeys.Key()}\n");
        _console.Kept = Block(TestKeys.Key(), TestKeys.EcdsaKey());
        Assert.Equal(ErrorCondition.HostKeyRevoked, (await FailsAsync(HostKeyPolicy.Default)).Condition);
        Assert.Equal($"@revoked * {TestKeys.Key()}\n", await File.ReadAllTextAsync(Path));
    }

    [Theory]
    [InlineData(HostKeyPolicy.Default, true, "ask")]
    [InlineData(HostKeyPolicy.Default, false, null)]
    [InlineData(HostKeyPolicy.Verified, true, null)]
    [InlineData(HostKeyPolicy.Refuse, true, null)]
    [InlineData(HostKeyPolicy.TrustOnFirstUse, true, "accept-new")]
    [InlineData(HostKeyPolicy.TrustOnFirstUse, false, "accept-new")]
    public async Task DecideAsync_NothingTells_GoesByThePolicy(HostKeyPolicy policy, bool personCanLook, string? expected)
    {
        foreach (var isDenied in new[] { false, true })
        {
            _console.IsDenied = isDenied;
            if (expected is null) Assert.Equal(ErrorCondition.HostKeyUnknown, (await FailsAsync(policy, personCanLook)).Condition);
            else Assert.Equal(expected, (await DecideAsync(policy, personCanLook)).StrictHostKeyChecking);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DecideAsync_ConsoleTellsKeys_ArePinnedFromWhicheverOutputHasThem(bool isKept)
    {
        _console.Kept = isKept ? Block(TestKeys.Key()) : "booting";
        _console.Live = isKept ? "long after" : Block(TestKeys.Key());
        Assert.Equal("yes", (await DecideAsync(HostKeyPolicy.Default)).StrictHostKeyChecking);
        Assert.True(new PinnedHostKeys(Path).Of(Id).Has(TestKeys.Key()));
        Assert.Equal(isKept ? 1 : 2, _console.Looks);
    }

    private async Task<Ec2KeyPairException> FailsAsync(HostKeyPolicy policy, bool personCanLook = false)
    {
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => DecideAsync(policy, personCanLook));
        Assert.Equal(Id, error.Subject);
        Assert.NotNull(error.Mend);
        return error;
    }

    private Task<HostTrustDecision> DecideAsync(HostKeyPolicy policy, bool personCanLook = false) =>
        new HostTrust(new HostKeyConsole(_console, _console), new PinnedHostKeys(Path), SystemClock.Instance).DecideAsync(Id, policy, personCanLook, CancellationToken.None);

    private static string Block(params HostKey[] keys) =>
        $"-----BEGIN SSH HOST KEY KEYS-----\n{string.Concat(keys.Select(key => key + " x\n"))}-----END SSH HOST KEY KEYS-----\n";

    private sealed class Console : IInstanceApi, ILiveConsoleApi
    {
        internal string Kept { get; set; } = "";

        internal string? Live { get; set; }

        internal bool IsDenied { get; set; }

        internal int Looks { get; private set; }

        public string Region => "eu-test-1";

        public IAsyncEnumerable<Ec2Instance> FindAsync(IReadOnlyCollection<InstanceFilter> filters, CancellationToken cancel) => throw new NotSupportedException();

        public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel) => throw new NotSupportedException();

        public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel)
        {
            Looks++;
            return IsDenied ? throw new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "denied") : Task.FromResult(Kept);
        }

        public Task<string?> FindLatestAsync(string instanceId, CancellationToken cancel)
        {
            Looks++;
            return Task.FromResult(Live);
        }
    }
}
