using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>AWSSupport-ResetAccess from its start to what it leaves behind.</summary>
public sealed class AutomationTests
{
    private const string NotYet = "No output available yet because the step is not successfully executed";

    [Fact]
    public async Task ResetAccess_Windows_StopsStartsAndEndsWithNewPasswordData()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows(key: here.Aws.Fleet.CreateKeyPair("k", out var pem));
        Assert.True(windows.Machine.Administrator.TrySetPassword("Forgotten-7-times", windows.Machine.Policy));
        var (first, address, images) = (windows.Password, windows.PublicIpAddress, here.Aws.Cloud.Images.Count);
        var execution = await StartAsync(here, windows.Id);
        await execution.Completion;
        var json = await GetAsync(here, execution.Id);
        Assert.Equal("Success", (string?)json["AutomationExecutionStatus"]);
        Assert.Equal(
            [
                ("assertInstanceIsWindows", "Success"), ("runEC2RescueForWindows", "Success"), ("getWindowsBackupAmi", "Success"), ("getWindowsPasswordEnabledAmi", "Success"),
                ("getEC2RescueForWindowsResult", "Success"), ("runEC2RescueForLinux", "Pending"), ("getLinuxBackupAmi", "Pending"), ("getLinuxSSHKeyParameter", "Pending"),
                ("getEC2RescueForLinuxResult", "Pending"),
            ],
            json["StepExecutions"]!.AsArray().Select(step => ((string)step!["StepName"]!, (string)step["StepStatus"]!)));
        Assert.Equal(NotYet, (string?)json["Outputs"]!["getLinuxSSHKeyParameter.Name"]![0]);

        var made = new[] { "getWindowsBackupAmi.ImageId", "getWindowsPasswordEnabledAmi.ImageId" }.Select(name => (string)json["Outputs"]![name]![0]!).ToList();
        Assert.Equal(images + 2, here.Aws.Cloud.Images.Count);
        Assert.Equal(made, (await here.Wire.Ec2("DescribeImages", ("Owner.1", "self"))).MustBe(200).All("imageId"));
        Assert.Equal(InstanceState.Running, windows.State);
        Assert.NotEqual(address, windows.PublicIpAddress);

        var data = (await here.Wire.Ec2("GetPasswordData", ("InstanceId", windows.Id))).MustBe(200).One("passwordData");
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        var password = Encoding.UTF8.GetString(rsa.Decrypt(Convert.FromBase64String(data.Trim()), RSAEncryptionPadding.Pkcs1));
        Assert.Equal((windows.Password, windows.CurrentPassword), (password, password));
        Assert.NotEqual(first, password);

        var workflow = await GetAsync(here, (string)json["StepExecutions"]![1]!["Outputs"]!["ExecutionId"]![0]!);
        Assert.Equal((execution.Id, "AWSSupport-StartEC2RescueWorkflow"), ((string?)workflow["ParentAutomationExecutionId"], (string?)workflow["DocumentName"]));
    }

    [Fact]
    public async Task ResetAccess_Windows_HasTheOldPasswordDataUntilTheNewIsThere()
    {
        var time = new ManualTime();
        await using var here = await CommandFixture.StartAsync(time);
        var windows = here.AddWindows(key: here.Aws.Fleet.CreateKeyPair("k", out _));
        var data = windows.PasswordData();
        here.Aws.Cloud.Settings.PasswordDelay = TimeSpan.FromMinutes(4);
        await (await StartAsync(here, windows.Id)).Completion;
        Assert.Equal(data, windows.PasswordData());
        time.Pass(TimeSpan.FromMinutes(4));
        Assert.NotEqual(data, windows.PasswordData());
    }

    [Fact]
    public async Task ResetAccess_Linux_LeavesAKeyThatOpensTheInstance()
    {
        await using var here = await CommandFixture.StartAsync();
        var linux = here.AddLinux();
        var execution = await StartAsync(here, linux.Id);
        await execution.Completion;
        var json = await GetAsync(here, execution.Id);
        Assert.Equal("Success", (string?)json["AutomationExecutionStatus"]);
        Assert.Equal("Failed", (string?)json["StepExecutions"]![0]!["StepStatus"]);
        var name = (string)json["Outputs"]!["getLinuxSSHKeyParameter.Name"]![0]!;
        Assert.Equal($"/ec2rl/openssh/{linux.Id}/key", name);
        Assert.Equal(NotYet, (string?)json["Outputs"]!["getWindowsBackupAmi.ImageId"]![0]);
        Assert.Single(here.Aws.Fleet.Automations.All[1].Images);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(here.Aws.Fleet.Parameters.Find(name)!.Value);
        var line = Keys.PublicKey.FromRsa(rsa.ExportParameters(false)).OpenSshLine("ec2rl");
        Assert.Contains(line + "\n", await File.ReadAllTextAsync(Path.Combine(linux.Home, ".ssh", "authorized_keys")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("createEC2RescueStack", "running", false)]
    [InlineData("createPreEC2RescueBackup", "running", true)]
    [InlineData("runScriptForWindows", "running", true)]
    [InlineData("restoreSourceInstanceState", "stopped", true)]
    [InlineData("getWindowsBackupAmi", "running", true)]
    public async Task ResetAccess_StepThatFails_EndsItAndBringsTheInstanceBack(string step, string state, bool isRestarted)
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows(key: here.Aws.Fleet.CreateKeyPair("k", out _));
        var address = windows.PublicIpAddress;
        here.Aws.Cloud.Settings.Automation.FailingStep = step;
        var execution = await StartAsync(here, windows.Id);
        await execution.Completion;
        var json = await GetAsync(here, execution.Id);
        Assert.Equal("Failed", (string?)json["AutomationExecutionStatus"]);
        Assert.Contains("Told to fail", (string?)json["FailureMessage"], StringComparison.Ordinal);
        Assert.Equal(state, windows.State.Name);
        Assert.Equal(isRestarted, windows.PublicIpAddress != address);
        var failed = (await here.Wire.Ssm("DescribeAutomationStepExecutions", new JsonObject
        {
            ["AutomationExecutionId"] = (step.StartsWith("get", StringComparison.Ordinal) ? execution : here.Aws.Fleet.Automations.All[1]).Id,
            ["Filters"] = new JsonArray(new JsonObject { ["Key"] = "StepExecutionStatus", ["Values"] = new JsonArray("Failed") }),
        })).MustBe(200).Json["StepExecutions"]!.AsArray();
        Assert.Equal(step, (string?)Assert.Single(failed)!["StepName"]);
    }

    [Fact]
    public async Task ResetAccess_StepByStep_IsSeenAndCanBeStopped()
    {
        var time = new ManualTime();
        await using var here = await CommandFixture.StartAsync(time);
        here.Aws.Cloud.Settings.Automation.StepDelay = TimeSpan.FromSeconds(10);
        var windows = here.AddWindows();
        var execution = await StartAsync(here, windows.Id);
        await Eventually.BeAsync(() => execution.Steps[0].Status == "InProgress", "the first step runs");
        var json = await GetAsync(here, execution.Id);
        Assert.Equal(("InProgress", "assertInstanceIsWindows", "aws:assertAwsResourceProperty"), ((string?)json["AutomationExecutionStatus"], (string?)json["CurrentStepName"], (string?)json["CurrentAction"]));
        time.Pass(TimeSpan.FromSeconds(10));
        await Eventually.BeAsync(() => execution.Steps[1].Status == "InProgress", "the second step runs");
        time.Pass(TimeSpan.FromSeconds(10));
        await Eventually.BeAsync(() => here.Aws.Fleet.Automations.All is [_, { } workflow] && workflow.Steps[0].Status == "InProgress", "the workflow runs");
        var steps = (await here.Wire.Ssm("DescribeAutomationStepExecutions", new JsonObject { ["AutomationExecutionId"] = execution.Id, ["MaxResults"] = 1, ["ReverseOrder"] = true })).MustBe(200).Json;
        Assert.Equal(("runEC2RescueForWindows", "1"), ((string?)steps["StepExecutions"]![0]!["StepName"], (string?)steps["NextToken"]));
        (await here.Wire.Ssm("StopAutomationExecution", new JsonObject { ["AutomationExecutionId"] = execution.Id })).MustBe(200);
        await execution.Completion;
        Assert.Equal(("Cancelled", "Cancelled"), (execution.Status, execution.Steps[1].Status));
        Assert.Equal("Cancelled", here.Aws.Fleet.Automations.All[1].Status);
        Assert.Equal(InstanceState.Running, windows.State);
        (await here.Wire.Ssm("StopAutomationExecution", new JsonObject { ["AutomationExecutionId"] = execution.Id })).MustBe(400, "InvalidAutomationStatusUpdateException");
    }

    [Theory]
    [InlineData("AWS-RunShellScript", "{\"InstanceId\":[\"i-0123456789abcdef0\"]}", "AutomationDefinitionNotFoundException")]
    [InlineData("AWSSupport-ResetAccess", "{}", "InvalidAutomationExecutionParametersException")]
    [InlineData("AWSSupport-ResetAccess", "{\"InstanceId\":[\"web\"]}", "InvalidAutomationExecutionParametersException")]
    [InlineData("AWSSupport-ResetAccess", "{\"InstanceId\":[\"i-0123456789abcdef0\",\"i-0123456789abcdef1\"]}", "InvalidAutomationExecutionParametersException")]
    [InlineData("AWSSupport-ResetAccess", "{\"InstanceId\":[\"i-0123456789abcdef0\"],\"SubnetId\":[\"x\"]}", "InvalidAutomationExecutionParametersException")]
    [InlineData("AWSSupport-ResetAccess", "{\"InstanceId\":[\"i-0123456789abcdef0\"],\"EC2RescueInstanceType\":[\"x1.32xlarge\"]}", "InvalidAutomationExecutionParametersException")]
    [InlineData("AWSSupport-ResetAccess", "{\"InstanceId\":[\"i-0123456789abcdef0\"],\"Other\":[\"x\"]}", "InvalidAutomationExecutionParametersException")]
    [InlineData("a b", "{}", "ValidationException")]
    public async Task StartAutomationExecution_WrongRequest_IsRefused(string document, string parameters, string code)
    {
        await using var here = await CommandFixture.StartAsync();
        (await here.Wire.Ssm("StartAutomationExecution", new JsonObject { ["DocumentName"] = document, ["Parameters"] = JsonNode.Parse(parameters) })).MustBe(400, code);
        Assert.Empty(here.Aws.Fleet.Automations.All);
    }

    [Fact]
    public async Task StartAutomationExecution_TokenLimitAndUnknown()
    {
        await using var here = await CommandFixture.StartAsync();
        var unknown = await StartAsync(here, "i-0123456789abcdef0");
        await unknown.Completion;
        Assert.Contains("InvalidInstanceID.NotFound", unknown.FailureMessage, StringComparison.Ordinal);

        JsonObject Body(string id) => new()
        {
            ["DocumentName"] = "AWSSupport-ResetAccess", ["Parameters"] = new JsonObject { ["InstanceId"] = new JsonArray(id) }, ["ClientToken"] = "12345678-1234-1234-1234-123456789012",
        };
        var windows = here.AddWindows();
        var first = (string?)(await here.Wire.Ssm("StartAutomationExecution", Body(windows.Id))).MustBe(200).Json["AutomationExecutionId"];
        Assert.Equal(first, (string?)(await here.Wire.Ssm("StartAutomationExecution", Body(windows.Id))).MustBe(200).Json["AutomationExecutionId"]);
        (await here.Wire.Ssm("StartAutomationExecution", Body("i-0123456789abcdef0"))).MustBe(400, "IdempotentParameterMismatch");
        await here.Aws.Fleet.Automations.Find(first!)!.Completion;

        here.Aws.Cloud.Settings.Automation.ExecutionLimit = 0;
        (await here.Wire.Ssm("StartAutomationExecution", new JsonObject { ["DocumentName"] = "AWSSupport-ResetAccess", ["Parameters"] = new JsonObject { ["InstanceId"] = new JsonArray(windows.Id) } }))
            .MustBe(400, "AutomationExecutionLimitExceededException");
        foreach (var action in new[] { "GetAutomationExecution", "DescribeAutomationStepExecutions", "StopAutomationExecution" })
        {
            (await here.Wire.Ssm(action, new JsonObject { ["AutomationExecutionId"] = Guid.NewGuid().ToString() })).MustBe(400, "AutomationExecutionNotFoundException");
            (await here.Wire.Ssm(action, new JsonObject { ["AutomationExecutionId"] = "x" })).MustBe(400, "ValidationException");
        }
    }

    private static async Task<PlayedAutomation> StartAsync(CommandFixture here, string instanceId)
    {
        var body = new JsonObject { ["DocumentName"] = "AWSSupport-ResetAccess", ["Parameters"] = new JsonObject { ["InstanceId"] = new JsonArray(instanceId) } };
        return here.Aws.Fleet.Automations.Find((string)(await here.Wire.Ssm("StartAutomationExecution", body)).MustBe(200).Json["AutomationExecutionId"]!)!;
    }

    private static async Task<JsonObject> GetAsync(CommandFixture here, string id) =>
        (await here.Wire.Ssm("GetAutomationExecution", new JsonObject { ["AutomationExecutionId"] = id })).MustBe(200).Json["AutomationExecution"]!.AsObject();
}
