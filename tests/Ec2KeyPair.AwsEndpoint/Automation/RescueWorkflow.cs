using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Keys;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Automation;

/// <summary>
/// AWSSupport-StartEC2RescueWorkflow as AWSSupport-ResetAccess starts it: stops the instance, makes an image of it, hangs its root volume on a helper,
/// changes what is on it, and brings the instance back to the state it was in. After a failure the volume and the state are brought back too.
/// </summary>
internal sealed class RescueWorkflow : Runbook
{
    private const string Api = "aws:executeAwsApi";
    private const string Wait = "aws:waitForAwsResourceProperty";
    private const string Change = "aws:changeInstanceState";
    private const string Assert = "aws:assertAwsResourceProperty";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    internal static RescueWorkflow Instance { get; } = new();

    internal override string Name => "AWSSupport-StartEC2RescueWorkflow";

    internal override IReadOnlyList<DocumentParameter> Parameters => ResetAccess.Instance.Parameters;

    internal override IReadOnlyList<(string Name, string Action)> Steps { get; } =
    [
        ("describeInstance", Api), ("describeRootVolume", Api), ("assertRootVolumeIsEbs", Assert), ("assertRootVolumeIsNotEncrypted", Assert),
        ("createEC2RescueStack", "aws:createStack"), ("createEC2RescueInstance", "aws:runInstances"), ("waitForEC2RescueInstance", Wait),
        ("waitForEC2RescueInstanceToBecomeManagedInstance", Wait), ("stopInstance", Change), ("createPreEC2RescueBackup", "aws:createImage"),
        ("installEC2Rescue", "aws:runCommand"), ("detachRootVolume", Api), ("attachRootVolumeToEC2RescueInstance", Api),
        ("runScriptForWindows", "aws:runCommand"), ("runScriptForLinux", "aws:runCommand"), ("stopEC2RescueInstance", Change),
        ("detachRootVolumeFromEC2RescueInstance", Api), ("attachRootVolumeBackToSourceInstance", Api), ("createPostEC2RescueBackup", "aws:createImage"),
        ("restoreSourceInstanceState", Change), ("deleteEC2RescueStack", "aws:deleteStack"),
    ];

    internal override async Task RunAsync(PlayedAutomation execution)
    {
        Instance? instance = null;
        var wasRunning = false;
        await execution.StepAsync("describeInstance", () =>
        {
            var id = execution.Text("InstanceId");
            instance = execution.Region.Find(id) ?? throw new StepFailedException($"The instance ID '{id}' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidInstanceID.NotFound)");
            wasRunning = instance.State == InstanceState.Running;
            return Done();
        });
        foreach (var step in Steps.Skip(1).TakeWhile(step => step.Name != "stopInstance"))
        {
            await execution.StepAsync(step.Name, Done);
        }

        try
        {
            await MendAsync(execution, instance!);
        }
        catch (StepFailedException)
        {
            if (execution.Step("detachRootVolume").Status == "Success" && execution.Step("attachRootVolumeBackToSourceInstance").Status == "Pending")
            {
                await execution.StepAsync("attachRootVolumeBackToSourceInstance", Done);
            }

            await RestoreAsync(execution, instance!, wasRunning);
            throw;
        }

        await RestoreAsync(execution, instance!, wasRunning);
    }

    private static async Task MendAsync(PlayedAutomation execution, Instance instance)
    {
        await execution.StepAsync("stopInstance", async () =>
        {
            instance.Stop();
            await UntilAsync(execution, instance, InstanceState.Stopped);
            return null;
        });
        await execution.StepAsync("createPreEC2RescueBackup", () => Task.FromResult(Backup(execution, instance, "pre")));
        await execution.StepAsync("installEC2Rescue", Done);
        await execution.StepAsync("detachRootVolume", Done);
        await execution.StepAsync("attachRootVolumeToEC2RescueInstance", Done);
        if (instance is LinuxInstance linux)
        {
            await execution.StepAsync("runScriptForLinux", () => Task.FromResult(NewKey(execution, linux)));
        }
        else
        {
            await execution.StepAsync("runScriptForWindows", () => Task.FromResult<IReadOnlyDictionary<string, string>?>(
                ResetAccess.Out(("Output", "===== EC2Rescue Results =====\r\nPassword generation was enabled for the next boot.\r\n"))));
        }

        await execution.StepAsync("stopEC2RescueInstance", Done);
        await execution.StepAsync("detachRootVolumeFromEC2RescueInstance", Done);
        await execution.StepAsync("attachRootVolumeBackToSourceInstance", Done);
        if (instance is WindowsInstance windows)
        {
            await execution.StepAsync("createPostEC2RescueBackup", () => Task.FromResult(Backup(execution, windows, "post")));
            windows.MakePasswordAtNextBoot();
        }
    }

    private static async Task RestoreAsync(PlayedAutomation execution, Instance instance, bool wasRunning)
    {
        await execution.StepAsync("restoreSourceInstanceState", async () =>
        {
            if (wasRunning)
            {
                instance.Start();
                await UntilAsync(execution, instance, InstanceState.Running);
            }

            return null;
        });
        await execution.StepAsync("deleteEC2RescueStack", Done);
    }

    private static IReadOnlyDictionary<string, string>? Backup(PlayedAutomation execution, Instance instance, string when)
    {
        var image = instance.Image with
        {
            Id = execution.Region.NewId("ami"),
            Name = $"AWSSupport-EC2Rescue-{when}-{instance.Id}-{execution.Id}",
            OwnerId = execution.Region.AccountId,
            OwnerAlias = null,
        };
        execution.Leave(image);
        return ResetAccess.Out(("ImageId", image.Id), ("ImageState", "available"));
    }

    /// <summary>As ec2rl's openssh module does it: a new pair, whose public half is added and whose private half goes to Parameter Store.</summary>
    private static IReadOnlyDictionary<string, string>? NewKey(PlayedAutomation execution, LinuxInstance linux)
    {
        var pair = CreatedKey.Rsa("ec2rl", ppk: false);
        linux.AddAuthorizedKey(pair.PublicKey.OpenSshLine("ec2rl"));
        var name = $"/ec2rl/openssh/{linux.Id}/key";
        execution.Region.Parameters.PutSecure(name, pair.Material);
        return ResetAccess.Out(("SSHKeyParameter", name), ("Output", $"===== EC2Rescue Results =====\nThe private key is in the SecureString parameter {name}\n"));
    }

    private static async Task UntilAsync(PlayedAutomation execution, Instance instance, InstanceState state)
    {
        while (instance.State != state)
        {
            await Task.Delay(Poll, execution.Cancelled);
        }
    }

    private static Task<IReadOnlyDictionary<string, string>?> Done() => Task.FromResult<IReadOnlyDictionary<string, string>?>(null);
}
