using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>What Run Command's service refuses, lists, counts and limits.</summary>
public sealed class RunCommandTests
{
    private const string Echo = "'hello'";

    [Fact]
    public async Task SendCommand_Answer_HasTheFieldsOfTheApi()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        var body = CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = [Echo] }, windows);
        body["Comment"] = "why";
        body["TimeoutSeconds"] = 30;
        var command = (await here.Wire.Ssm("SendCommand", body)).MustBe(200).Json["Command"]!;
        Assert.Equal(36, ((string)command["CommandId"]!).Length);
        Assert.Equal("Pending", (string?)command["Status"]);
        Assert.Equal("why", (string?)command["Comment"]);
        Assert.Equal(("50", "0", 1), ((string?)command["MaxConcurrency"], (string?)command["MaxErrors"], (int)command["TargetCount"]!));
        Assert.Equal(Echo, (string?)command["Parameters"]!["commands"]![0]);
        Assert.Equal(3630, (double)command["ExpiresAfter"]! - (double)command["RequestedDateTime"]!, 3);
    }

    [Theory]
    [InlineData("unknown", "InvalidInstanceId")]
    [InlineData("unregistered", "InvalidInstanceId")]
    [InlineData("away", "InvalidInstanceId")]
    [InlineData("stopped", "InvalidInstanceId")]
    [InlineData("twice", "DuplicateInstanceId")]
    [InlineData("malformed", "ValidationException")]
    [InlineData("51 ids", "ValidationException")]
    [InlineData("none", "ValidationException")]
    [InlineData("both", "ValidationException")]
    [InlineData("linux", "UnsupportedPlatformType")]
    public async Task SendCommand_WrongInstances_AreRefused(string what, string code)
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        var body = CommandFixture.Body("AWSSupport-RunEC2RescueForWindowsTool", [], windows);
        string[] ids = what switch
        {
            "unknown" => ["i-0123456789abcdef0"],
            "twice" => [windows.Id, windows.Id],
            "malformed" => ["web-1"],
            "51 ids" => [.. Enumerable.Repeat(windows.Id, 51)],
            "none" => [],
            "linux" => [here.AddLinux().Id],
            _ => [windows.Id],
        };
        body["InstanceIds"] = CommandFixture.List(ids);
        if (what == "unregistered") windows.SsmAgent = null;
        if (what == "away") windows.SsmAgent!.PingStatus = "ConnectionLost";
        if (what == "stopped") windows.SetState(InstanceState.Stopped);
        if (what == "both") body["Targets"] = CommandFixture.Targets(("tag:a", "b"));
        var answer = (await here.Wire.Ssm("SendCommand", body)).MustBe(400, code);
        if (code == "InvalidInstanceId") Assert.Equal($"Instances [[{ids[0]}]] not in a valid state for account 123456789012", (string?)answer.Json["message"]);
        if (what == "linux") Assert.Equal($"Cannot perform operation for instance id {ids[0]} of platform type Linux", (string?)answer.Json["message"]);
        Assert.Empty(here.Aws.Fleet.Commands.All);
    }

    [Theory]
    [InlineData("DocumentName", "\"AWS-NoSuchDocument\"", "InvalidDocument")]
    [InlineData("DocumentName", "\"AWS-StartSSHSession\"", "InvalidDocument")]
    [InlineData("DocumentName", "\"AWSSupport-ResetAccess\"", "InvalidDocument")]
    [InlineData("DocumentName", "\"a b\"", "ValidationException")]
    [InlineData("DocumentName", "null", "ValidationException")]
    [InlineData("DocumentVersion", "\"2\"", "InvalidDocumentVersion")]
    [InlineData("Parameters", "{}", "InvalidParameters")]
    [InlineData("Parameters", "{\"commands\":[\"'x'\"],\"other\":[\"1\"]}", "InvalidParameters")]
    [InlineData("Parameters", "{\"commands\":[\"'x'\"],\"executionTimeout\":[\"0\"]}", "InvalidParameters")]
    [InlineData("Parameters", "{\"commands\":[\"'x'\"],\"executionTimeout\":[\"172801\"]}", "InvalidParameters")]
    [InlineData("Parameters", "{\"commands\":[\"'x'\"],\"executionTimeout\":[\"10\",\"20\"]}", "InvalidParameters")]
    [InlineData("Parameters", "{\"commands\":\"'x'\"}", "SerializationException")]
    [InlineData("Parameters", "{\"commands\":[1]}", "SerializationException")]
    [InlineData("TimeoutSeconds", "29", "ValidationException")]
    [InlineData("TimeoutSeconds", "2592001", "ValidationException")]
    [InlineData("MaxConcurrency", "\"0\"", "ValidationException")]
    [InlineData("MaxConcurrency", "\"101%\"", "ValidationException")]
    [InlineData("MaxErrors", "\"-1\"", "ValidationException")]
    [InlineData("OutputS3BucketName", "\"bucket\"", "InvalidOutputFolder")]
    [InlineData("ServiceRoleArn", "\"arn:aws:iam::1:role/x\"", "InvalidRole")]
    public async Task SendCommand_WrongRequest_IsRefused(string member, string json, string code)
    {
        await using var here = await CommandFixture.StartAsync();
        var body = CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = [Echo] }, here.AddWindows());
        body[member] = JsonNode.Parse(json);
        (await here.Wire.Ssm("SendCommand", body)).MustBe(400, code);
        Assert.Empty(here.Aws.Fleet.Commands.All);
    }

    [Fact]
    public async Task SendCommand_TooLarge_IsRefused()
    {
        await using var here = await CommandFixture.StartAsync();
        var body = CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = ["#" + new string('x', 64 * 1024)] }, here.AddWindows());
        (await here.Wire.Ssm("SendCommand", body)).MustBe(400, "MaxDocumentSizeExceeded");
    }

    [Fact]
    public async Task SendCommand_ByTag_TellsWhoCannotTakeIt()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows("fleet");
        var linux = here.AddLinux("fleet");
        here.Aws.Fleet.AddWindows("fleet");
        var body = CommandFixture.Body("AWSSupport-RunEC2RescueForWindowsTool", []);
        body.Remove("InstanceIds");
        body["Targets"] = CommandFixture.Targets(("tag:Name", "fleet"), ("tag-key", "Name"));
        var command = await here.SendAsync(body);
        await command.Completion;
        Assert.Equal([(windows.Id, "Success"), (linux.Id, "InvalidPlatform")], command.Invocations.Select(one => (one.Instance.Id, one.StatusDetails)));
        Assert.Equal("Incomplete", command.StatusDetails);

        body["Targets"] = CommandFixture.Targets(("tag:Name", "none"));
        var listed = (await here.Wire.Ssm("ListCommands", new JsonObject { ["CommandId"] = (await here.SendAsync(body)).Id })).MustBe(200).Json["Commands"]![0]!;
        Assert.Equal(("NoInstancesInTag", 0), ((string?)listed["StatusDetails"], (int)listed["TargetCount"]!));

        body["Targets"] = CommandFixture.Targets(("InstanceIds", linux.Id));
        (await here.Wire.Ssm("SendCommand", body)).MustBe(400, "UnsupportedPlatformType");
        body["Targets"] = CommandFixture.Targets(("name", "x"));
        (await here.Wire.Ssm("SendCommand", body)).MustBe(400, "InvalidTarget");
        body["Targets"] = CommandFixture.Targets([.. Enumerable.Repeat(("tag:Name", "x"), 6)]);
        (await here.Wire.Ssm("SendCommand", body)).MustBe(400, "ValidationException");
    }

    [Fact]
    public async Task Invocation_RightAfterSending_DoesNotExist()
    {
        var time = new ManualTime();
        await using var here = await CommandFixture.StartAsync(time);
        here.Settings.ConsistencyDelay = TimeSpan.FromSeconds(2);
        var windows = here.AddWindows();
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = [Echo] }, windows));
        await command.Completion;
        var get = new JsonObject { ["CommandId"] = command.Id, ["InstanceId"] = windows.Id };
        (await here.Wire.Ssm("GetCommandInvocation", get.DeepClone().AsObject())).MustBe(400, "InvocationDoesNotExist");
        Assert.Empty(await here.ListAsync(new JsonObject { ["CommandId"] = command.Id }));
        (await here.Wire.Ssm("CancelCommand", new JsonObject { ["CommandId"] = command.Id })).MustBe(400, "InvalidCommandId");
        time.Pass(TimeSpan.FromSeconds(2));
        (await here.Wire.Ssm("GetCommandInvocation", get.DeepClone().AsObject())).MustBe(200);
        Assert.Single(await here.ListAsync(new JsonObject { ["CommandId"] = command.Id }));

        (await here.Wire.Ssm("GetCommandInvocation", new JsonObject { ["CommandId"] = command.Id, ["InstanceId"] = here.AddWindows().Id })).MustBe(400, "InvocationDoesNotExist");
        (await here.Wire.Ssm("GetCommandInvocation", new JsonObject { ["CommandId"] = "short", ["InstanceId"] = windows.Id })).MustBe(400, "ValidationException");
        (await here.Wire.Ssm("GetCommandInvocation", new JsonObject { ["CommandId"] = command.Id, ["InstanceId"] = "web" })).MustBe(400, "ValidationException");
        get["PluginName"] = "aws:other";
        (await here.Wire.Ssm("GetCommandInvocation", get)).MustBe(400, "InvalidPluginName");
    }

    [Fact]
    public async Task ListCommandInvocations_PagesAndFilters()
    {
        await using var here = await CommandFixture.StartAsync();
        var fleet = Enumerable.Range(0, 5).Select(_ => here.AddWindows()).ToList();
        var first = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = [Echo] }, fleet));
        var second = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = ["exit 1"] }, fleet[0]));
        await Task.WhenAll(first.Completion, second.Completion);

        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = (await here.Wire.Ssm("ListCommandInvocations", new JsonObject { ["MaxResults"] = 2, ["NextToken"] = token })).MustBe(200).Json;
            seen.AddRange(page["CommandInvocations"]!.AsArray().Select(one => (string)one!["CommandId"]! + (string)one["InstanceId"]!));
            token = (string?)page["NextToken"];
        }
        while (token is not null);
        Assert.Equal(fleet.Select(instance => first.Id + instance.Id).Prepend(second.Id + fleet[0].Id), seen);

        Assert.Equal(2, (await here.ListAsync(new JsonObject { ["InstanceId"] = fleet[0].Id })).Count);
        var failed = Assert.Single(await here.ListAsync(new JsonObject { ["Filters"] = new JsonArray(new JsonObject { ["key"] = "Status", ["value"] = "Failed" }), ["Details"] = true }));
        Assert.Equal(second.Id, (string?)failed["CommandId"]);
        Assert.Equal(("aws:runPowerShellScript", 1), ((string?)failed["CommandPlugins"]![0]!["Name"], (int)failed["CommandPlugins"]![0]!["ResponseCode"]!));
        Assert.Empty((await here.ListAsync(new JsonObject { ["CommandId"] = first.Id }))[0]["CommandPlugins"]!.AsArray());
        (await here.Wire.Ssm("ListCommandInvocations", new JsonObject { ["Filters"] = new JsonArray(new JsonObject { ["key"] = "ExecutionStage", ["value"] = "Executing" }) })).MustBe(400, "InvalidFilterKey");
        (await here.Wire.Ssm("ListCommandInvocations", new JsonObject { ["MaxResults"] = 51 })).MustBe(400, "ValidationException");
        (await here.Wire.Ssm("ListCommandInvocations", new JsonObject { ["NextToken"] = "x" })).MustBe(400, "InvalidNextToken");
        Assert.Equal(second.Id, (string?)(await here.Wire.Ssm("ListCommands", new JsonObject { ["MaxResults"] = 1 })).MustBe(200).Json["Commands"]![0]!["CommandId"]);
    }

    [Fact]
    public async Task Output_IsCutWhereTheServiceCutsIt()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        var run = await here.RunAsync(windows, "'o' * 30000", "throw ('e' * 9000)");
        var output = (string)run["StandardOutputContent"]!;
        var error = (string)run["StandardErrorContent"]!;
        Assert.Equal((24_000, 8_000), (output.Length, error.Length));
        Assert.EndsWith("o--output truncated--", output, StringComparison.Ordinal);
        Assert.EndsWith("e--output truncated--", error, StringComparison.Ordinal);
        var listed = Assert.Single(await here.ListAsync(new JsonObject { ["InstanceId"] = windows.Id, ["Details"] = true }));
        var both = (string)listed["CommandPlugins"]![0]!["Output"]!;
        Assert.InRange(both.Length, 2_498, 2_500);
        Assert.Contains("o\n---Output truncated---\n----------ERROR-------\ne", both, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MaxErrors_Exceeded_TerminatesWhatHasNotBegun()
    {
        await using var here = await CommandFixture.StartAsync();
        var fleet = Enumerable.Range(0, 6).Select(_ => here.AddWindows()).ToList();
        var body = CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = ["exit 7"] }, fleet);
        body["MaxConcurrency"] = "1";
        body["MaxErrors"] = "20%"; // 1.2 of 6: one
        var command = await here.SendAsync(body);
        await command.Completion;
        Assert.Equal(["Failed", "Failed", "Terminated", "Terminated", "Terminated", "Terminated"], command.Invocations.Select(one => one.StatusDetails));
        Assert.Equal("Cancelled", command.Invocations[2].Status);
        var listed = (await here.Wire.Ssm("ListCommands", new JsonObject { ["CommandId"] = command.Id })).MustBe(200).Json["Commands"]![0]!;
        Assert.Equal(("Failed", 2, 6), ((string?)listed["Status"], (int)listed["ErrorCount"]!, (int)listed["CompletedCount"]!));
    }

    [Fact]
    public async Task Delivery_AgentThatStaysAway_TimesOut()
    {
        var time = new ManualTime();
        await using var here = await CommandFixture.StartAsync(time);
        here.Settings.RefuseUnreachable = false;
        var windows = here.AddWindows();
        windows.SsmAgent!.PingStatus = "ConnectionLost";
        var body = CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = [Echo], ["executionTimeout"] = ["60"] }, windows);
        body["TimeoutSeconds"] = 30;
        var command = await here.SendAsync(body);
        await Eventually.BeAsync(() => command.Invocations[0].Status == "Delayed", "the agent is looked for");
        time.Pass(TimeSpan.FromSeconds(89));
        Assert.Equal("Delayed", (string?)(await here.GetAsync(command, windows))["Status"]);
        time.Pass(TimeSpan.FromSeconds(1));
        var ended = await here.GetAsync(command, windows);
        Assert.Equal(("TimedOut", "DeliveryTimedOut", -1), ((string?)ended["Status"], (string?)ended["StatusDetails"], (int)ended["ResponseCode"]!));
        Assert.Equal("", (string?)ended["ExecutionStartDateTime"]);
        Assert.Equal("DeliveryTimedOut", command.StatusDetails);
        await command.Completion;
    }

    [Fact]
    public async Task Delivery_AgentThatComesBack_RunsIt()
    {
        await using var here = await CommandFixture.StartAsync();
        here.Settings.RefuseUnreachable = false;
        var windows = here.AddWindows();
        windows.SsmAgent!.PingStatus = "ConnectionLost";
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = [Echo] }, windows));
        await Eventually.BeAsync(() => command.Invocations[0].Status == "Delayed", "the agent is looked for");
        windows.SsmAgent.PingStatus = "Online";
        await command.Completion;
        Assert.Equal("hello\r\n", (string?)(await here.GetAsync(command, windows))["StandardOutputContent"]);
    }

    [Theory]
    [InlineData(ConnectionLoss.BeforeTheScript, false)]
    [InlineData(ConnectionLoss.AfterTheScript, true)]
    public async Task Faults_AgentThatIsGoneInTheMiddle_ReportsNothing(ConnectionLoss moment, bool isDone)
    {
        var time = new ManualTime();
        await using var here = await CommandFixture.StartAsync(time);
        var windows = here.AddWindows();
        windows.SsmAgent!.Faults.LosesConnection = moment;
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = ["$p = [System.IO.Ports.SerialPort]::new('COM1'); $p.Open(); $p.WriteLine('done')"] }, windows));
        await Eventually.BeAsync(() => windows.SsmAgent.PingStatus == "ConnectionLost", "the agent is gone");
        Assert.Equal("InProgress", (string?)(await here.GetAsync(command, windows))["Status"]);
        Assert.Equal(isDone, windows.ConsoleOutput(latest: true)!.EndsWith("done\n", StringComparison.Ordinal));
        time.Pass(TimeSpan.FromHours(3));
        Assert.Equal("DeliveryTimedOut", (string?)(await here.GetAsync(command, windows))["StatusDetails"]);
        await command.Completion;
    }

    [Fact]
    public async Task Faults_NoScriptHostMangledOutputAndDelay()
    {
        var time = new ManualTime();
        await using var here = await CommandFixture.StartAsync(time);
        var windows = here.AddWindows();
        windows.SsmAgent!.Faults.MangleOutput = text => "WARNING: profile\r\n" + text;
        Assert.Equal("WARNING: profile\r\nhello\r\n", (string?)(await here.RunAsync(windows, Echo))["StandardOutputContent"]);
        windows.SsmAgent.Faults.HasNoScriptHost = true;
        var blocked = await here.RunAsync(windows, Echo);
        Assert.Equal(("Failed", 1), ((string?)blocked["Status"], (int)blocked["ResponseCode"]!));
        Assert.StartsWith("failed to run commands: ", (string?)blocked["StandardErrorContent"], StringComparison.Ordinal);
        windows.SsmAgent.Faults.HasNoScriptHost = false;
        windows.SsmAgent.Faults.CommandDelay = TimeSpan.FromMinutes(1);
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = [Echo] }, windows));
        await Eventually.BeAsync(() => command.Invocations[0].Status == "InProgress", "the command is there");
        Assert.Equal(("InProgress", "", -1), Of(await here.GetAsync(command, windows)));
        time.Pass(TimeSpan.FromMinutes(1));
        await command.Completion;
        Assert.Equal("Success", command.Status);

        static (string?, string?, int) Of(JsonObject run) => ((string?)run["Status"], (string?)run["StandardOutputContent"], (int)run["ResponseCode"]!);
    }

    [Fact]
    public async Task CancelCommand_WhatWaits_EndsAtOnce()
    {
        var time = new ManualTime();
        await using var here = await CommandFixture.StartAsync(time);
        here.Settings.DeliveryDelay = TimeSpan.FromMinutes(1);
        var fleet = new[] { here.AddWindows(), here.AddWindows() };
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = [Echo] }, fleet));
        (await here.Wire.Ssm("CancelCommand", new JsonObject { ["CommandId"] = command.Id, ["InstanceIds"] = new JsonArray(here.AddWindows().Id) })).MustBe(400, "InvalidInstanceId");
        (await here.Wire.Ssm("CancelCommand", new JsonObject { ["CommandId"] = command.Id, ["InstanceIds"] = new JsonArray(fleet[0].Id) })).MustBe(200);
        Assert.Equal(["Cancelled", "Pending"], command.Invocations.Select(one => one.Status));
        (await here.Wire.Ssm("CancelCommand", new JsonObject { ["CommandId"] = command.Id })).MustBe(200);
        await command.Completion;
        Assert.Equal("Cancelled", command.Status);
        Assert.Equal(["Cancelled", "Cancelled"], command.Invocations.Select(one => one.Status));
    }
}
