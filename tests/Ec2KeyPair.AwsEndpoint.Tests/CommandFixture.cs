using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>An endpoint whose commands are visible at once, and calls of Run Command over plain requests.</summary>
internal sealed class CommandFixture : IAsyncDisposable
{
    private CommandFixture(LoopbackAws aws)
    {
        Aws = aws;
        Wire = new Wire(aws);
        Settings.ConsistencyDelay = TimeSpan.Zero;
    }

    public LoopbackAws Aws { get; }

    public Wire Wire { get; }

    public RunCommandSettings Settings => Aws.Cloud.Settings.RunCommand;

    public static async Task<CommandFixture> StartAsync(TimeProvider? time = null) =>
        new(await LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = time ?? TimeProvider.System }));

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        await Aws.DisposeAsync();
    }

    public WindowsInstance AddWindows(string? name = null, KeyPair? key = null)
    {
        var windows = Aws.Fleet.AddWindows(name, key);
        windows.SsmAgent = new SsmAgent();
        return windows;
    }

    public LinuxInstance AddLinux(string? name = null)
    {
        var linux = Aws.Fleet.AddLinux(name);
        linux.SsmAgent = new SsmAgent();
        return linux;
    }

    public static JsonObject Body(string document, Dictionary<string, string[]> parameters, params IEnumerable<Instance> instances) => new()
    {
        ["DocumentName"] = document,
        ["InstanceIds"] = List(instances.Select(instance => instance.Id)),
        ["Parameters"] = new JsonObject(parameters.Select(parameter => new KeyValuePair<string, JsonNode?>(parameter.Key, List(parameter.Value)))),
    };

    public static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    public static JsonArray Targets(params (string Key, string Value)[] targets) =>
        [.. targets.Select(target => new JsonObject { ["Key"] = target.Key, ["Values"] = new JsonArray(target.Value) })];

    public async Task<PlayedCommand> SendAsync(JsonObject body) =>
        Aws.Fleet.Commands.Find((string)(await Wire.Ssm("SendCommand", body)).MustBe(200).Json["Command"]!["CommandId"]!)!;

    /// <summary>Runs a script to its end on an instance, with the document of its platform; the answer is GetCommandInvocation's.</summary>
    public async Task<JsonObject> RunAsync(Instance instance, params string[] script)
    {
        var document = instance is WindowsInstance ? "AWS-RunPowerShellScript" : "AWS-RunShellScript";
        var command = await SendAsync(Body(document, new() { ["commands"] = script }, instance));
        await command.Completion;
        return await GetAsync(command, instance);
    }

    public async Task<JsonObject> GetAsync(PlayedCommand command, Instance instance, string? plugin = null) =>
        (await Wire.Ssm("GetCommandInvocation", new JsonObject { ["CommandId"] = command.Id, ["InstanceId"] = instance.Id, ["PluginName"] = plugin })).MustBe(200).Json;

    public async Task<List<JsonObject>> ListAsync(JsonObject body) =>
        [.. (await Wire.Ssm("ListCommandInvocations", body)).MustBe(200).Json["CommandInvocations"]!.AsArray().Select(node => node!.AsObject())];
}
