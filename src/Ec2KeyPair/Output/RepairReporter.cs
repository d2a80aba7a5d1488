using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings the core's repairs to the pipeline, and its questions to the person.</summary>
internal sealed class RepairReporter(AsyncCmdlet cmdlet) : IRepairObserver
{
    public Task PlannedAsync(RepairPlan plan) => cmdlet.WriteAsync(plan);

    public Task<bool> AllowsAsync(Ec2Instance instance, string action) => cmdlet.ShouldProcessAsync(
        instance.Name is { Length: > 0 } name ? $"{instance.InstanceId} ({Printable.Text(name)})" : instance.InstanceId, action);

    public async Task RepairedAsync(RepairResult result)
    {
        if (await cmdlet.TryWriteAsync(result)) return;
        LastWord($"{result.InstanceId} is repaired: '{result.KeyName}' opens it as {result.UserName} ({result.Proof}).");
    }

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task ExplainAsync(string text) => cmdlet.WriteVerboseAsync(text);

    public Task WarnAsync(string text) => cmdlet.WriteWarningAsync(text);

    public void LastWord(string text) => cmdlet.SayAtEnd(text);
}
