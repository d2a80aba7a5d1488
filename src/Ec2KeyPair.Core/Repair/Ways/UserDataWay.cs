using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.Plans;
using Ec2KeyPair.Core.Repair.Sagas;
using Ec2KeyPair.Core.Repair.UserData;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>
/// The instance boots once with other user data, by which cloud-init lets the key in; then it gets its own back. User data can be changed
/// only while an instance is stopped, so a running one stops twice. Leaving the other user data until some later stop would spare
/// the second one, and let the key in again at every boot until then: it is put back at once.
/// </summary>
internal sealed class UserDataWay(IMachineApi api, MachineRoom room, IInstanceApi instances, ILiveConsoleApi consoles, LoginProof proof, Func<string, Task> tell) : IRepairWay
{
    private static readonly string[] Actions =
    [
        "ec2:DescribeInstances", "ec2:DescribeInstanceAttribute", "ec2:StopInstances", "ec2:ModifyInstanceAttribute", "ec2:StartInstances", "ec2:GetConsoleOutput",
    ];

    public RepairMethod Method => RepairMethod.UserData;

    public RepairPlan Plan(RepairLook look)
    {
        var runs = look.Machine.State == "running";
        var plan = StoppingPlan.Of(Method, look, "it can be stopped; whether it has cloud-init shows when it is tried (all AMIs of the common distributions do)", null);
        return plan with
        {
            Downtime = runs ? "two stops of 2 to 5 minutes each, some minutes apart" : "none (it is stopped): it runs for some minutes and is stopped again",
            Costs =
            [
                .. plan.Costs,
                "during the first boot its own user data does not do what it does at every boot (bootcmd, scripts that run always)",
            ],
            IamActions = [.. Actions, .. StoppingPlan.GrantOf(look)],
        };
    }

    public async Task<RepairDeed> RunAsync(RepairTask task, CancellationToken cancel)
    {
        var saga = SagaOf(task);
        // One that is on its way back without having served is abandoned before anybody comes here.
        if (!await saga.RunAsync(facts => RepairStart.Note(task, facts), cancel).ConfigureAwait(false)) throw new InvalidOperationException("The repair was on its way back.");

        var record = SagaRecord.Of(task.Journal.Read());
        return new RepairDeed { Key = task.Key!, HasRestarted = true, Proof = record.Fact(RepairFacts.Proof) };
    }

    public Task<bool> MayGoOnAsync(RepairTask task, CancellationToken cancel) => Task.FromResult(true);

    public Task AbandonAsync(RepairTask task) => SagaOf(task).AbandonAsync();

    private Saga SagaOf(RepairTask task) => new(
        Method.ToString(),
        [
            new StopInstance(room, task.InstanceId),
            new ReplaceUserData(room, api, new KeptUserData(task.UserDataPath), task.PublicKey!, task.InstanceId),
            new StartInstance(room, task.InstanceId),
        ],
        (facts, cancel) => WaitForKeyAsync(task, facts, cancel),
        task.Journal,
        step => tell($"{task.InstanceId}: {step}"));

    /// <summary>Until a login has succeeded, or cloud-init says on the console that it is through.</summary>
    private async Task WaitForKeyAsync(RepairTask task, SagaFacts facts, CancellationToken cancel)
    {
        try
        {
            await room.WaitAsync($"cloud-init of {task.InstanceId} to let the key in", task.InstanceId, () => IsThroughAsync(task, facts, cancel), cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.RepairFailed && facts.Find(KeyVerdict.Fact) is not null)
        {
            // The key is let in. Only the end of cloud-init is not told, as where its image has no final message.
        }

        if (facts.Find(RepairFacts.Proof) is not null) return;
        // It is let in now or never; only a server that can't be reached from here leaves that open.
        var outcome = await proof.ProveAsync(task, TimeSpan.Zero, cancel).ConfigureAwait(false);
        if (outcome.IsProven) facts.Note(RepairFacts.Proof, outcome.Evidence);
        else if (outcome.Failure is { Condition: ErrorCondition.LoginRefused } refused) throw refused;
        else if (facts.Find(KeyVerdict.Fact) is null) throw NotRun(task.InstanceId);
    }

    private async Task<bool> IsThroughAsync(RepairTask task, SagaFacts facts, CancellationToken cancel)
    {
        var nonce = facts.Get(RepairFacts.Nonce);
        var console = await consoles.FindLatestAsync(task.InstanceId, cancel).ConfigureAwait(false)
            ?? await instances.GetConsoleOutputAsync(task.InstanceId, cancel).ConfigureAwait(false);
        if (KeyVerdict.Find(console, nonce) is { } verdict)
        {
            KeyVerdict.ThrowIfBad(verdict, task.InstanceId, facts.Get(RepairFacts.User));
            facts.Note(KeyVerdict.Fact, verdict);
        }

        if (await proof.TryAsync(task, cancel).ConfigureAwait(false) is not { } route) return console.Contains(RepairUserData.EndMark(nonce));
        facts.Note(RepairFacts.Proof, route);
        return true;
    }

    private static Ec2KeyPairException NotRun(string instanceId) => new(
        ErrorCondition.RepairFailed, $"cloud-init of {instanceId} ended without having run what lets the key in (its module bootcmd).", instanceId, "Repair it in another way.");
}
