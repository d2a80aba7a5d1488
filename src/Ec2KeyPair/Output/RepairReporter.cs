using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings the core's repairs to the pipeline, and its questions to the person.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="store">Where the keys are.</param>
/// <param name="isUsualAccount">The account is the one that is logged in to by itself.</param>
internal sealed class RepairReporter(AsyncCmdlet cmdlet, KeyStore store, bool isUsualAccount) : IRepairObserver
{
    public Task PlannedAsync(RepairPlan plan) => cmdlet.WriteAsync(plan);

    public Task<bool> AllowsAsync(Ec2Instance instance, string action) => cmdlet.ShouldProcessAsync(
        instance.Name is { Length: > 0 } name ? $"{instance.InstanceId} ({Printable.Text(name)})" : instance.InstanceId, action);

    public async Task RepairedAsync(RepairResult result)
    {
        if (result.IsProven && isUsualAccount && store.FindOne(result.KeyName).Fingerprints?.OpenSshSha256 is { } fingerprint)
        {
            new InstalledKeys(store).Note(result.InstanceId, fingerprint);
        }

        if (await cmdlet.TryWriteAsync(result)) return;
        LastWord($"{result.InstanceId} is repaired: '{result.KeyName}' opens it as {result.UserName} ({result.Proof}).");
    }

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task ExplainAsync(string text) => cmdlet.WriteVerboseAsync(text);

    public Task WarnAsync(string text) => cmdlet.WriteWarningAsync(text);

    public void LastWord(string text) => cmdlet.SayAtEnd(text);
}
