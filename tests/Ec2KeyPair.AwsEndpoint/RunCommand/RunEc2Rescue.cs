using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Ssm;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>
/// AWSSupport-RunEC2RescueForWindowsTool, of which only ResetAccess is played: sets a random password of the built-in administrator and leaves it as a SecureString.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2rw-ssm.html.
/// </summary>
internal sealed partial class RunEc2Rescue : CommandDocument
{
    private const string Install = "installEC2Rescue";

    internal override string Name => "AWSSupport-RunEC2RescueForWindowsTool";

    internal override IReadOnlyList<string> Platforms { get; } = ["Windows"];

    internal override IReadOnlyList<DocumentParameter> Parameters { get; } =
    [
        new("Command", "ResetAccess", Allowed: ["ResetAccess", "CollectLogs", "FixAll"]),
        new("Parameters", "", Pattern: Argument()),
    ];

    internal override IReadOnlyList<string> Steps { get; } = [Install, "runEC2RescueForWindows"];

    internal override Task<StepResult> RunAsync(string step, AgentJob job, CancellationToken cancel) => Task.FromResult(step == Install
        ? new StepResult(0, "Initiating AWSSupport-EC2Rescue install\r\nSuccessfully installed AWSSupport-EC2Rescue\r\n", "")
        : job.Text("Command") == "ResetAccess"
            ? Reset((WindowsInstance)job.Instance, job)
            : Failed($"{job.Text("Command")} is not played here."));

    private static StepResult Reset(WindowsInstance windows, AgentJob job)
    {
        if (windows.Machine.ProductType == WindowsSide.ProductType.DomainController)
        {
            return Failed("The local Administrator password cannot be reset on a domain controller.");
        }

        var name = job.Settings.RescueParameterPrefix + windows.Id;
        if (!job.Settings.RescueMayPutParameter)
        {
            return Failed(
                $"User: arn:aws:sts::{windows.Region.AccountId}:assumed-role/instance/{windows.Id} is not authorized to perform: ssm:PutParameter on resource: "
                + $"arn:aws:ssm:{windows.Region.Name}:{windows.Region.AccountId}:parameter{name} because no identity-based policy allows the ssm:PutParameter action");
        }

        var account = windows.Machine.Administrator;
        var password = WindowsInstance.MakePassword();
        if (!account.TrySetPassword(password, windows.Machine.Policy))
        {
            return Failed("The password does not meet the password policy requirements.");
        }

        var value = job.Settings.RescuePasswordForm == RescuePasswordForm.Json
            ? new JsonObject { ["Username"] = account.Name, ["Password"] = password }.ToJsonString()
            : password;
        var version = (windows.Region.Parameters.Find(name)?.Version ?? 0) + 1;
        var keyId = job.Text("Parameters") is { Length: > 0 } key ? key : "alias/aws/ssm";
        windows.Region.Parameters.Put(new StoredParameter(name, "SecureString", value, version, "Standard", keyId, null, windows.Region.Now));
        return new StepResult(
            0,
            "===== System Information =====\r\nInstance ID: " + windows.Id + "\r\n\r\nThe local Administrator password was reset. Retrieve it from Parameter Store:\r\n"
            + $"https://console.aws.amazon.com/systems-manager/parameters/{Uri.EscapeDataString(Uri.EscapeDataString(name))}/description?region={windows.Region.Name}\r\n",
            "");
    }

    private static StepResult Failed(string why) => AgentOutput.WithExitStatus(new StepResult(1, "", why + "\r\n"));

    [GeneratedRegex(@"^$|^[0-9a-z][a-z0-9\-.]{3,63}$|^(dev/[a-z0-9]{2,10}|xv[a-z0-9]{1,10})$|^[a-zA-Z0-9\-/_]{1,64}$")]
    private static partial Regex Argument();
}
