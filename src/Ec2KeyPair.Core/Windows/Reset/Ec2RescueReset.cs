using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.RunCommand;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>
/// Sets passwords with AWS's EC2Rescue (EC2 User Guide, "Troubleshoot impaired Windows instance with EC2Rescue and Systems
/// Manager"). The instance downloads the tool and needs the permission to write the parameter; the caller needs that to read it.
/// </summary>
internal sealed class Ec2RescueReset(CommandRun run, ResetOptions options, RescueOutcomes outcomes) : IPasswordReset
{
    private const string Document = "AWSSupport-RunEC2RescueForWindowsTool";

    /// <inheritdoc/>
    public string ActionOn(Ec2Instance instance) =>
        $"Set a new random password for the local Administrator with EC2Rescue, which leaves it in the parameter {RescueParameters.NamesOf(instance.InstanceId)[0]}";

    /// <inheritdoc/>
    public Task ResetAsync(IReadOnlyList<ResolvedInstance> targets, CancellationToken cancel)
    {
        var parameters = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["Command"] = ["ResetAccess"] };
        if (options.KmsKeyId is { } key) parameters.Add("Parameters", [key]);
        var request = new CommandRequest(Document, parameters)
        {
            Comment = "Ec2KeyPair: new Administrator password",
            DeliveryTimeout = TimeSpan.FromSeconds(options.Timeout.TotalSeconds / 2),
        };
        return run.RunAsync(request, targets.Select(target => target.Instance!.InstanceId).ToList(), options.Timeout, outcomes.For(targets, cancel), cancel);
    }
}
