using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Automation;

/// <summary>
/// AWSSupport-ResetAccess: asks whether the instance is Windows, has <see cref="RescueWorkflow"/> mend it offline, and collects what came of that.
/// https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-awssupport-resetaccess.html.
/// </summary>
internal sealed partial class ResetAccess : Runbook
{
    private const string Api = "aws:executeAwsApi";

    internal static ResetAccess Instance { get; } = new();

    internal override string Name => "AWSSupport-ResetAccess";

    internal override IReadOnlyList<DocumentParameter> Parameters { get; } =
    [
        new("InstanceId", Pattern: InstanceId()),
        new("SubnetId", "CreateNewVPC", Pattern: Subnet()),
        new("EC2RescueInstanceType", "t2.small", Allowed: ["t2.small", "t2.medium", "t2.large", "t3.small", "t3.medium", "t3.large"]),
        new("AutomationAssumeRole", "", Pattern: Role()),
        new("HelperInstanceProfileName", ""),
        new("HelperInstanceSecurityGroupId", ""),
        new("AllowEncryptedVolume", "False", Allowed: ["True", "False"]),
        new("AssociatePublicIpAddress", "True", Allowed: ["True", "False"]),
    ];

    internal override IReadOnlyList<(string Name, string Action)> Steps { get; } =
    [
        ("assertInstanceIsWindows", "aws:assertAwsResourceProperty"),
        ("runEC2RescueForWindows", "aws:executeAutomation"), ("getWindowsBackupAmi", Api), ("getWindowsPasswordEnabledAmi", Api), ("getEC2RescueForWindowsResult", Api),
        ("runEC2RescueForLinux", "aws:executeAutomation"), ("getLinuxBackupAmi", Api), ("getLinuxSSHKeyParameter", Api), ("getEC2RescueForLinuxResult", Api),
    ];

    internal override IReadOnlyList<string> Outputs { get; } =
    [
        "getEC2RescueForWindowsResult.Output", "getWindowsBackupAmi.ImageId", "getWindowsPasswordEnabledAmi.ImageId",
        "getEC2RescueForLinuxResult.Output", "getLinuxBackupAmi.ImageId", "getLinuxSSHKeyParameter.Name",
    ];

    internal override async Task RunAsync(PlayedAutomation execution)
    {
        var isWindows = await IsWindowsAsync(execution);
        var kind = isWindows ? "Windows" : "Linux";
        var workflow = new PlayedAutomation(execution.Region, RescueWorkflow.Instance, execution.Given, execution.Values, execution.ExecutedBy, execution);
        await execution.StepAsync("runEC2RescueFor" + kind, async () =>
        {
            execution.Region.Automations.Add(workflow);
            await workflow.RunAsync();
            execution.Cancelled.ThrowIfCancellationRequested();
            return workflow.Status == "Success"
                ? Out(("ExecutionId", workflow.Id), ("Status", workflow.Status))
                : throw new StepFailedException($"The execution {workflow.Id} of {workflow.DocumentName} is {workflow.Status}: {workflow.FailureMessage}");
        });
        await Get($"get{kind}BackupAmi", "ImageId", workflow.Step("createPreEC2RescueBackup").Outputs["ImageId"]);
        if (isWindows)
        {
            await Get("getWindowsPasswordEnabledAmi", "ImageId", workflow.Step("createPostEC2RescueBackup").Outputs["ImageId"]);
        }
        else
        {
            await Get("getLinuxSSHKeyParameter", "Name", workflow.Step("runScriptForLinux").Outputs["SSHKeyParameter"]);
        }

        await Get($"getEC2RescueFor{kind}Result", "Output", workflow.Step("runScriptFor" + kind).Outputs["Output"]);

        Task Get(string step, string output, string value) => execution.StepAsync(step, () => Task.FromResult<IReadOnlyDictionary<string, string>?>(Out((output, value))));
    }

    internal static Dictionary<string, string> Out(params ReadOnlySpan<(string Name, string Value)> outputs)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in outputs)
        {
            all.Add(name, value);
        }

        return all;
    }

    /// <summary>The assertion fails for Linux, and the runbook goes on in the other branch.</summary>
    private static async Task<bool> IsWindowsAsync(PlayedAutomation execution)
    {
        try
        {
            await execution.StepAsync("assertInstanceIsWindows", () => execution.Region.Find(execution.Text("InstanceId")) is WindowsInstance
                ? Task.FromResult<IReadOnlyDictionary<string, string>?>(null)
                : throw new StepFailedException("Property value from the API output is not in the desired values. Property value: , Desired values: windows"));
            return true;
        }
        catch (StepFailedException)
        {
            return false;
        }
    }

    [GeneratedRegex("^m?i-[a-z0-9]{8,17}$")]
    private static partial Regex InstanceId();

    [GeneratedRegex("^$|^CreateNewVPC$|^SelectedInstanceSubnet$|^subnet-[a-z0-9]{8,17}$")]
    private static partial Regex Subnet();

    [GeneratedRegex("^$|^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")]
    private static partial Regex Role();
}
