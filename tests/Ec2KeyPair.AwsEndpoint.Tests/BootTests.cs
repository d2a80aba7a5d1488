using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>What is seen of an instance while it boots: console, status checks, agent.</summary>
public sealed class BootTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Console_GrowsInStages()
    {
        var time = new ManualTime();
        var settings = new CloudSettings { ConsoleDelay = Minute, PasswordDelay = 4 * Minute, ReadyDelay = Minute, AgentDelay = TimeSpan.FromSeconds(10), StatusCheckDelay = 2 * Minute };
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = time, Settings = settings });
        using var wire = new Wire(aws);
        var windows = aws.Fleet.AddWindows("w", aws.Fleet.CreateKeyPair("k", out _));
        Assert.Null(await Text(wire, windows));
        Assert.Equal(["initializing"], (await Checks()).Distinct());
        time.Pass(Minute);
        Assert.EndsWith("Instance Type: t3.micro\r\n", await Text(wire, windows), StringComparison.Ordinal);
        time.Pass(2 * Minute);
        Assert.Equal(["ok", "passed"], (await Checks()).Distinct());
        Assert.EndsWith("SSM: Amazon SSM Agent v3.3.3050.0\r\n", await Text(wire, windows), StringComparison.Ordinal);
        time.Pass(Minute);
        Assert.EndsWith("Password: <Password>\r\n" + windows.PasswordData().Trim() + "\r\n</Password>\r\n", await Text(wire, windows), StringComparison.Ordinal);
        Assert.Empty(await Agents(wire));
        time.Pass(Minute);
        Assert.EndsWith("Message: Windows is Ready to use\r\n", await Text(wire, windows), StringComparison.Ordinal);
        Assert.Empty(await Agents(wire));
        Assert.Equal("notconnected", await Connection());
        time.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(["Online"], await Agents(wire));
        Assert.Equal("connected", await Connection());

        settings.ConsoleShowsPassword = false;
        Assert.DoesNotContain("Password>", await Text(wire, windows), StringComparison.Ordinal);
        Assert.Contains("Username: Administrator\r\n", await Text(wire, windows), StringComparison.Ordinal);

        async Task<List<string>> Checks() => (await wire.Ec2("DescribeInstanceStatus")).MustBe(200).All("status");
        async Task<string?> Connection() => (string?)(await wire.Ssm("GetConnectionStatus", new JsonObject { ["Target"] = windows.Id })).MustBe(200).Json["Status"];
    }

    [Fact]
    public async Task Console_ThatIsNotTheLatest_LagsBehind()
    {
        var time = new ManualTime();
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = time, Settings = new CloudSettings { ConsoleLag = 2 * Minute } });
        using var wire = new Wire(aws);
        var windows = aws.Fleet.AddWindows();
        Assert.Null(await Text(wire, windows, latest: false));
        Assert.NotNull(await Text(wire, windows));
        time.Pass(2 * Minute);
        windows.WriteToConsole("new\r\n");
        Assert.DoesNotContain("new", await Text(wire, windows, latest: false), StringComparison.Ordinal);
        Assert.EndsWith("new\r\n", await Text(wire, windows), StringComparison.Ordinal);
        time.Pass(2 * Minute);
        Assert.EndsWith("new\r\n", await Text(wire, windows, latest: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_Latest_IsForNitroOnly()
    {
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Settings = new CloudSettings { RefuseLatestConsole = true } });
        using var wire = new Wire(aws);
        var windows = aws.Fleet.AddWindows();
        (await wire.Ec2("GetConsoleOutput", ("InstanceId", windows.Id), ("Latest", "true"))).MustBe(400, "UnsupportedOperation");
        Assert.NotNull(await Text(wire, windows, latest: false));
        windows.HasLatestConsole = true;
        Assert.NotNull(await Text(wire, windows));
    }

    [Fact]
    public async Task Console_WithoutRsaLaunchKey_ShowsNoPassword()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var text = await Text(wire, aws.Fleet.AddWindows());
        Assert.DoesNotContain("Password>", text, StringComparison.Ordinal);
        Assert.EndsWith("Message: Windows is Ready to use\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_OfAMachineThatIsDown_HasLostItsConnectionAndComesBack()
    {
        var time = new ManualTime();
        var settings = new CloudSettings { PendingDelay = Minute, AgentDelay = Minute };
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = time, Settings = settings });
        using var wire = new Wire(aws);
        var linux = aws.Fleet.AddLinux();
        Assert.Empty(await Agents(wire));
        time.Pass(2 * Minute);
        Assert.Equal(["Online"], await Agents(wire));
        (await wire.Ec2("StopInstances", ("InstanceId.1", linux.Id))).MustBe(200);
        Assert.Equal(["ConnectionLost"], await Agents(wire));
        (await wire.Ec2("StartInstances", ("InstanceId.1", linux.Id))).MustBe(200);
        time.Pass(Minute);
        Assert.Equal(["ConnectionLost"], await Agents(wire));
        time.Pass(Minute);
        Assert.Equal(["Online"], await Agents(wire));
        (await wire.Ec2("TerminateInstances", ("InstanceId.1", linux.Id))).MustBe(200);
        Assert.Empty(await Agents(wire));
    }

    [Theory]
    [InlineData("Filters", "Key", "Values", "InstanceIds", 101, "ValidationException")]
    [InlineData("Filters", "Key", "Values", "InstanceIds", 0, "ValidationException")]
    [InlineData("Filters", "Key", "Values", "InstanceIds", 100, null)]
    [InlineData("Filters", "Key", "Values", "Nonsense", 1, "InvalidFilterKey")]
    [InlineData("Filters", "Key", "Values", "tag:Name", 1, null)]
    [InlineData("InstanceInformationFilterList", "key", "valueSet", "InstanceIds", 100, null)]
    [InlineData("InstanceInformationFilterList", "key", "valueSet", "tag:Name", 1, "InvalidFilterKey")]
    public async Task DescribeInstanceInformation_Filters_HaveTheirLimits(string list, string key, string values, string name, int count, string? code)
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var ids = Enumerable.Range(0, count).Select(n => $"i-{n:x17}");
        var body = new JsonObject { [list] = new JsonArray(new JsonObject { [key] = name, [values] = CommandFixture.List(ids) }) };
        (await wire.Ssm("DescribeInstanceInformation", body)).MustBe(code is null ? 200 : 400, code);
    }

    [Fact]
    public async Task DescribeInstanceInformation_PageSizeValuesAndBothLists_AreRefused()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        foreach (var size in new[] { 4, 51 })
        {
            (await wire.Ssm("DescribeInstanceInformation", new JsonObject { ["MaxResults"] = size })).MustBe(400, "ValidationException");
        }

        var named = new JsonObject { ["Key"] = "InstanceIds", ["Values"] = new JsonArray("web-1") };
        (await wire.Ssm("DescribeInstanceInformation", new JsonObject { ["Filters"] = new JsonArray(named.DeepClone()) })).MustBe(400, "InvalidInstanceInformationFilterValue");
        var older = new JsonObject { ["key"] = "InstanceIds", ["valueSet"] = new JsonArray("i-00000000") };
        (await wire.Ssm("DescribeInstanceInformation", new JsonObject { ["Filters"] = new JsonArray(named), ["InstanceInformationFilterList"] = new JsonArray(older) })).MustBe(400, "ValidationException");
    }

    private static async Task<string?> Text(Wire wire, Instance instance, bool latest = true)
    {
        var output = (await wire.Ec2("GetConsoleOutput", ("InstanceId", instance.Id), ("Latest", latest ? "true" : "false"))).MustBe(200).All("output");
        return output.Count == 0 ? null : Encoding.UTF8.GetString(Convert.FromBase64String(output[0]));
    }

    private static async Task<List<string>> Agents(Wire wire) =>
        [.. (await wire.Ssm("DescribeInstanceInformation", [])).MustBe(200).Json["InstanceInformationList"]!.AsArray().Select(one => (string)one!["PingStatus"]!)];
}
