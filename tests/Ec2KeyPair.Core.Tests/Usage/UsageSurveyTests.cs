using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Usage;

namespace Ec2KeyPair.Core.Tests.Usage;

public sealed class UsageSurveyTests : IUsageObserver
{
    private static readonly PrivateKey Ours = KeyGenerator.Generate(KeyType.Ed25519);
    private readonly FakeAccount _account = new();
    private readonly List<KeyPairUsage> _written = [];
    private readonly List<InstanceUsage> _rows = [];
    private readonly List<Ec2KeyPairException> _reported = [];
    private int _counted;
    private int _ended;

    [Fact]
    public async Task Survey_KeyPairInUse_CountsAndGroups()
    {
        _account.KeyPairs.Add(Pair("web"));
        var day = new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc);
        _account.Add([.. Enumerable.Range(0, 60).Select(i => new LaunchedInstance
        {
            InstanceId = $"i-{i}", KeyName = "web", Name = $"front-{i:d2}", State = i % 3 == 0 ? "stopped" : "running", IsWindows = i < 5, LaunchTime = day.AddDays(i), OwnerId = "123456789012",
        })]);
        _account.Add(
            new() { InstanceId = "i-a", KeyName = "web", Name = "front-99", AutoScalingGroupName = "asg", State = "pending" },
            new() { InstanceId = "i-b", KeyName = "web", State = "stopping" },
            new() { InstanceId = "i-c", State = "running" });
        var usage = Assert.Single(await SurveyAsync());
        Assert.Equal((62, 41, 5), (usage.InstanceCount, usage.RunningCount, usage.WindowsCount));
        Assert.Equal((day, day.AddDays(59)), (usage.OldestLaunch, usage.NewestLaunch));
        Assert.Equal(KeyPairUsage.MostInstances, usage.Instances.Count);
        Assert.Equal("123456789012", usage.AccountId);
        Assert.Equal(["NamePrefix front 60 40", "Unnamed  1 0", "AutoScalingGroup asg 1 1"], usage.Groups.Select(group => $"{group.Kind} {group.Name} {group.Count} {group.RunningCount}"));
        Assert.False(usage.IsUnused);
        Assert.Equal((63, 1), (_counted, _ended));
    }

    [Fact]
    public async Task Survey_VeryManyGroups_KeepsTheFirstAndCountsTheRest()
    {
        for (var page = 0; page < 10; page++)
        {
            _account.Add([.. Enumerable.Range(0, 100).Select(i => new LaunchedInstance { InstanceId = "i", KeyName = "web", Name = Word((page * 100) + i), State = "running" })]);
        }

        var usage = Assert.Single(await SurveyAsync());
        Assert.Equal(201, usage.Groups.Count);
        Assert.Equal(1000, usage.Groups.Sum(group => group.Count));
        Assert.Equal((InstanceGroupKind.Others, 800), (usage.Groups[^1].Kind, usage.Groups[^1].Count));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Survey_VeryManyScalingGroups_AllAreToldOrThatThereAreMore(int more, bool isToldOfMore)
    {
        var count = UsageTally.MostScalingGroups + more;
        _account.Add([.. Enumerable.Range(0, 300).Select(i => new LaunchedInstance { InstanceId = "i", KeyName = "web", Name = Word(i), State = "running" })]);
        _account.Add([.. Enumerable.Range(0, count).Select(i => new LaunchedInstance { InstanceId = "i", KeyName = "web", AutoScalingGroupName = $"g{i}", State = "running" })]);
        var usage = Assert.Single(await SurveyAsync());
        Assert.Equal(UsageTally.MostScalingGroups, usage.BreaksIfDeleted.Count(text => text.StartsWith("The Auto Scaling group 'g", StringComparison.Ordinal)));
        Assert.Equal(isToldOfMore, usage.BreaksIfDeleted.Any(text => text.StartsWith("Further Auto Scaling groups", StringComparison.Ordinal)));
        Assert.Equal((InstanceGroupKind.Others, 100 + more), (usage.Groups[^1].Kind, usage.Groups[^1].Count));
    }

    [Fact]
    public async Task Survey_Templates_DefaultLatestAndOthers()
    {
        _account.KeyPairs.Add(Pair("k"));
        _account.AddTemplate("one", 1, "k");
        _account.AddTemplate("moved", 4, "k", "other", "k", "new", "k");
        _account.AddTemplate("two", 1, "new", "k");
        _account.AddTemplate("old", 3, "k", "k", "new");
        var records = await SurveyAsync();
        var uses = records.Single(usage => usage.KeyName == "k").LaunchTemplates;
        Assert.Equal(
            ["moved (latest 5, 2 others)", "old (2 others)", "one (default and latest 1)", "two (latest 2)"],
            uses.Select(use => use.ToString()));
        Assert.Equal([3, 1], uses[0].OtherVersions);
        Assert.Equal(["lt-moved", "lt-old"], _account.AskedFor.Order());
        Assert.Equal(["k", "new", "other"], records.Select(usage => usage.KeyName));
        Assert.False(records[0].IsUnused);
    }

    [Fact]
    public async Task Survey_WhatBreaks_NamesTemplatesAndGroups()
    {
        _account.KeyPairs.Add(Pair("k"));
        _account.AddTemplate("web", 1, "k");
        _account.AddTemplate("rotated", 1, "new");
        LaunchedInstance Of(string group, string? template) => new() { InstanceId = "i-1", KeyName = "k", AutoScalingGroupName = group, LaunchTemplateId = template };
        _account.Add(Of("a", "lt-web"), Of("b", "lt-rotated"), Of("c", null), new() { InstanceId = "i-2", KeyName = "k", Name = "n" });
        var usage = (await SurveyAsync()).Single(usage => usage.KeyName == "k");
        Assert.Equal(3, usage.BreaksIfDeleted.Count);
        Assert.Contains("'web' (default and latest 1)", usage.BreaksIfDeleted[0]);
        Assert.Contains("'a'", usage.BreaksIfDeleted[1]);
        Assert.Contains("'c'", usage.BreaksIfDeleted[2]);
        Assert.Contains("launch configuration", usage.BreaksIfDeleted[2]);
    }

    [Fact]
    public async Task Survey_Findings_SayWhatDeservesALook()
    {
        var weak = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDTLgFUXF1/7kMtEgMF9NpnzUdW3W9P4EVd+wXrr8569og/m6r1JGnU9Oqj6872yCxS9ZJA1fSBiHUElJ+Wa1P5/XiAOWOOmLBlJKncNC3AzIJ7BHa3uZFmh4aSZo+xJQxyOPzqyPlF672Kr5APZD0G+3zUyDOA/XUPpCLZz5Z2GQ==";
        _account.KeyPairs.AddRange([Pair("unused"), Pair("windows"), new() { KeyName = "weak", KeyPairId = "key-w", KeyType = "rsa", PublicKey = weak }]);
        _account.Add(
            new() { InstanceId = "i-1", KeyName = "gone" },
            new() { InstanceId = "i-2", KeyName = "windows", IsWindows = true },
            new() { InstanceId = "i-3", KeyName = "weak" });
        var held = new HeldKeys(
        [
            Local("here", Ours.PublicKey.ToOpenSshLine()) with { HasPrivateAccessOnly = false },
            Local("gone", null),
            Local("published", null) with { PublishedTo = [new("eu-test-1", "weak", "key-w", null)], KeyEncoding = "PpkV2", IsEncrypted = true },
        ]);
        var records = (await SurveyAsync(held: held)).ToDictionary(usage => usage.KeyName);
        Assert.Equal([KeyFinding.Orphaned, KeyFinding.NoPrivateKeyHere], records["gone"].Findings);
        Assert.Equal(HoldingEvidence.Name, Assert.Single(records["gone"].PrivateKeys).Evidence);
        Assert.False(records["gone"].HasPrivateKey);
        Assert.Equal([KeyFinding.PrivateKeyExposed, KeyFinding.PrivateKeyUnencrypted, KeyFinding.Unused], records["unused"].Findings);
        Assert.Equal([KeyFinding.PrivateKeyExposed, KeyFinding.Ed25519OnWindows, KeyFinding.PrivateKeyUnencrypted], records["windows"].Findings);
        Assert.Equal([KeyFinding.WeakKey, KeyFinding.OldKeyFormat], records["weak"].Findings);
        Assert.Equal((1024, HoldingEvidence.Published), (records["weak"].KeySize, Assert.Single(records["weak"].PrivateKeys).Evidence));
    }

    [Fact]
    public async Task Survey_Names_AreAskedOfEc2AndMissedWhenNowhere()
    {
        _account.KeyPairs.AddRange([Pair("web"), Pair("other")]);
        _account.Add(new() { InstanceId = "i-1", KeyName = "web" }, new() { InstanceId = "i-2", KeyName = "other" });
        var selection = new UsageSelection { Names = ["web", "nobody"], Includes = name => name is "web" or "nobody", IncludesKeyless = false };
        Assert.Equal("web", Assert.Single(await SurveyAsync(selection)).KeyName);
        Assert.Equal(["web", "nobody"], _account.FilteredBy);
        var error = Assert.Single(_reported);
        Assert.Equal((ErrorCondition.KeyPairNotFound, (object)"nobody"), (error.Condition, error.Subject));
    }

    [Fact]
    public async Task Survey_OnlyUnused_LeavesOutWhatIsUsed()
    {
        _account.KeyPairs.AddRange([Pair("a"), Pair("b"), Pair("c")]);
        _account.Add(new LaunchedInstance { InstanceId = "i-1", KeyName = "b" });
        _account.AddTemplate("t", 1, "new", "c", "new");
        Assert.Equal(["a"], (await SurveyAsync(UsageSelection.All with { OnlyUnused = true })).Select(usage => usage.KeyName));
    }

    [Fact]
    public async Task Survey_OneRegionFails_TheOthersGoOn()
    {
        _account.KeyPairs.Add(Pair("k"));
        var denied = new FakeAccount("eu-test-2") { Fault = ErrorCondition.AwsAccessDenied, Hold = new TaskCompletionSource().Task };
        var disabled = new FakeAccount("eu-test-3") { Fault = ErrorCondition.AwsCredentialsRejected };
        var records = await SurveyAsync(places: [denied.Place, disabled.Place, _account.Place]);
        Assert.Equal("eu-test-1", Assert.Single(records).Region);
        Assert.Equal([ErrorCondition.AwsAccessDenied, ErrorCondition.AwsCredentialsRejected], _reported.Select(error => error.Condition).Order());
        Assert.All(_reported, error => Assert.StartsWith((string)error.Subject! + ": ", error.Message));

        var all = await Assert.ThrowsAsync<Ec2KeyPairException>(() => SurveyAsync(places: [disabled.Place]));
        Assert.Equal(ErrorCondition.AwsCredentialsRejected, all.Condition);
    }

    [Fact]
    public async Task ListInstances_WritesPagesAndKeylessOnesWhenAllAreAskedFor()
    {
        _account.Add(new LaunchedInstance { InstanceId = "i-1", KeyName = "web" }, new LaunchedInstance { InstanceId = "i-2" });
        _account.Add(new LaunchedInstance { InstanceId = "i-3", KeyName = "api" });
        await Survey().ListInstancesAsync(WritePageAsync, CancellationToken.None);
        Assert.Equal(["i-1", "i-2", "i-3"], _rows.Select(row => row.InstanceId));
        _rows.Clear();
        await Survey(new() { Includes = name => name.StartsWith('w'), IncludesKeyless = false }).ListInstancesAsync(WritePageAsync, CancellationToken.None);
        Assert.Equal("i-1", Assert.Single(_rows).InstanceId);
    }

    [Fact]
    public async Task Survey_WithRows_WritesBoth()
    {
        _account.Add(new LaunchedInstance { InstanceId = "i-1", KeyName = "web" }, new LaunchedInstance { InstanceId = "i-2" });
        await Survey().SurveyAsync(new HeldKeys([]), WriteAsync, WritePageAsync, CancellationToken.None);
        Assert.Equal((1, 2), (_written.Count, _rows.Count));
    }

    [Theory]
    [InlineData("web-01", "web")]
    [InlineData("web01", "web")]
    [InlineData("api.prod.i3f9", "api.prod")]
    [InlineData("ip-10-0-0-1", "ip")]
    [InlineData("bastion", "bastion")]
    [InlineData("prod-web", "prod-web")]
    [InlineData("2024", "2024")]
    [InlineData("42-7", "42-7")]
    [InlineData("--", "--")]
    [InlineData("k8s-node-7c9f", "k8s-node")]
    public void NamePrefix_LeavesOutWhatNumbersTheLike(string name, string prefix) => Assert.Equal(prefix, NamePrefix.Of(name));

    private static Ec2KeyPairInfo Pair(string name) =>
        new() { KeyName = name, KeyPairId = "key-" + name, KeyType = "ed25519", PublicKey = Ours.PublicKey.ToOpenSshLine("c") };

    private static LocalKeyPair Local(string name, string? line) =>
        new() { Name = name, KeyEncoding = "OpenSsh", Path = "/keys/" + name, PublicKey = line, HasPrivateKey = true, HasPrivateAccessOnly = true };

    private UsageSurvey Survey(UsageSelection? selection = null, IReadOnlyList<UsagePlace>? places = null) =>
        new(places ?? [_account.Place], selection ?? UsageSelection.All, 4, this);

    private async Task<IReadOnlyList<KeyPairUsage>> SurveyAsync(UsageSelection? selection = null, HeldKeys? held = null, IReadOnlyList<UsagePlace>? places = null)
    {
        await Survey(selection, places).SurveyAsync(held ?? new HeldKeys([]), WriteAsync, null, CancellationToken.None);
        return _written;
    }

    private Task WriteAsync(KeyPairUsage usage)
    {
        lock (_written) _written.Add(usage);
        return Task.CompletedTask;
    }

    private Task WritePageAsync(IReadOnlyList<InstanceUsage> page)
    {
        lock (_rows) _rows.AddRange(page);
        return Task.CompletedTask;
    }

    Task IUsageObserver.FailedAsync(Ec2KeyPairException error)
    {
        lock (_reported) _reported.Add(error);
        return Task.CompletedTask;
    }

    void IUsageObserver.Counted(int instances) => Interlocked.Add(ref _counted, instances);

    void IUsageObserver.Ended() => Interlocked.Increment(ref _ended);

    // Without digits, so that no two have a prefix in common that counts.
    private static string Word(int number) => $"{(char)('a' + (number / 676))}{(char)('a' + (number / 26 % 26))}{(char)('a' + (number % 26))}";
}
