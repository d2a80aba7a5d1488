using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.Plans;
using Ec2KeyPair.Core.Repair.RootVolume;
using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>
/// The root volume goes to a helper instance of the same Availability Zone, which writes the key and lets go of it; then everything is put back. The
/// helper does that by its own user data and answers on its console: it needs no role, no agent and no network.
/// </summary>
internal sealed class RootVolumeWay(
    IMachineApi api, MachineRoom room, IInstanceApi instances, ILiveConsoleApi consoles, IParameterApi parameters, RepairOptions options, Func<string, Task> tell) : IRepairWay
{
    private const string LatestImage = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    private static readonly string[] Actions =
    [
        "ec2:DescribeInstances", "ec2:DescribeVolumes", "ec2:RunInstances", "ec2:CreateTags", "ec2:StopInstances", "ec2:DetachVolume", "ec2:AttachVolume",
        "ec2:ModifyInstanceAttribute", "ec2:StartInstances", "ec2:TerminateInstances", "ec2:GetConsoleOutput",
    ];

    private readonly HelperAnswer _answer = new(instances, consoles);

    public RepairMethod Method => RepairMethod.RootVolume;

    public RepairPlan Plan(RepairLook look)
    {
        (string, string)? obstacle =
            look.Machine.IsFromMarketplace ? ("its root volume has a code of AWS Marketplace, and no other running instance may have that", "Use another way.")
            : look.Machine.Root is null ? ("no volume is attached as its root device", "Attach it first.")
            : look.Machine.SubnetId is null || look.Machine.AvailabilityZone is null ? ("it has no subnet for a helper", "Use another way.")
            : null;
        var plan = StoppingPlan.Of(Method, look, $"its root volume {look.Machine.Root?.VolumeId} is EBS", obstacle);
        return plan with
        {
            Downtime = look.Machine.State == "running" ? "one stop of 3 to 8 minutes" : "none (it is stopped)",
            Costs = [.. plan.Costs, $"a helper instance ({options.HelperInstanceType}) runs in {look.Machine.AvailabilityZone} for some minutes"],
            IamActions =
            [
                .. Actions,
                .. options.HelperImageId is null ? new[] { "ssm:GetParameter" } : [],
                .. StoppingPlan.GrantOf(look),
            ],
        };
    }

    public async Task<RepairDeed> RunAsync(RepairTask task, CancellationToken cancel)
    {
        var saga = SagaOf(task);
        // One that is on its way back without having served is abandoned before anybody comes here.
        if (!await saga.RunAsync(facts => Prepare(task, facts), cancel).ConfigureAwait(false)) throw new InvalidOperationException("The repair was on its way back.");

        return new RepairDeed { Key = task.Key!, HasRestarted = true };
    }

    // A helper waits for the disk for a time only. One that has gone is found out before the instance is without its disk for nothing.
    public async Task<bool> MayGoOnAsync(RepairTask task, CancellationToken cancel)
    {
        var record = SagaRecord.Of(task.Journal.Read());
        if (record.IsUnwinding || record.IsServed || record.MayStand(AttachToHelper.StepName) || record.Fact(RepairFacts.Helper) is not { } helper) return true;
        return await api.FindAsync(helper, cancel).ConfigureAwait(false) is { State: "pending" or "running" };
    }

    public Task AbandonAsync(RepairTask task) => SagaOf(task).AbandonAsync();

    private static void Prepare(RepairTask task, SagaFacts facts)
    {
        RepairStart.Note(task, facts);
        if (facts.Find(RepairFacts.IsDeletedWithInstance) is not null) return;
        var root = task.Look.Machine.Root ?? throw new Ec2KeyPairException(
            ErrorCondition.RepairWayClosed, $"No volume is attached to {task.InstanceId} as its root device.", task.InstanceId, "Attach it first.");
        facts.Note(RepairFacts.Volume, root.VolumeId);
        facts.Note(RepairFacts.Device, root.DeviceName);
        facts.Note(RepairFacts.IsDeletedWithInstance, root.IsDeletedWithInstance ? RepairFacts.Yes : RepairFacts.No);
    }

    // The helper first: it boots while the instance still serves.
    private Saga SagaOf(RepairTask task) => new(
        Method.ToString(),
        [
            new LaunchHelper(room, api, (facts, cancel) => HelperAsync(task, facts, cancel)),
            new StopInstance(room, task.InstanceId),
            new DetachRoot(room, api, task.InstanceId),
            new AttachToHelper(room, _answer),
        ],
        (facts, cancel) => EditAsync(task, facts, cancel),
        task.Journal,
        step => tell($"{task.InstanceId}: {step}"));

    private async Task<HelperRequest> HelperAsync(RepairTask task, SagaFacts facts, CancellationToken cancel) => new()
    {
        ClientToken = facts.Get(RepairFacts.HelperToken),
        ImageId = await ImageAsync(cancel).ConfigureAwait(false),
        InstanceType = options.HelperInstanceType,
        AvailabilityZone = task.Look.Machine.AvailabilityZone!,
        SubnetId = task.Look.Machine.SubnetId!,
        Name = $"ec2keypair-helper-{task.InstanceId}",
        UserData = HelperScript.For(facts.Get(RepairFacts.User), task.PublicKey!, facts.Get(RepairFacts.Volume), facts.Get(RepairFacts.Nonce), options.Patience),
    };

    private async Task<string> ImageAsync(CancellationToken cancel)
    {
        if (options.HelperImageId is { } given) return given;
        using var found = await parameters.FindAsync(LatestImage, cancel).ConfigureAwait(false);
        return found is null
            ? throw new Ec2KeyPairException(
                ErrorCondition.ParameterNotFound, $"AWS tells no image of Amazon Linux 2023 in {parameters.Region} ({LatestImage}).", LatestImage, "Name an image with -HelperImageId.")
            : System.Text.Encoding.UTF8.GetString(found.Utf8);
    }

    private async Task EditAsync(RepairTask task, SagaFacts facts, CancellationToken cancel)
    {
        string? verdict = null;
        await room.WaitAsync(
            $"the helper {facts.Get(RepairFacts.Helper)} to write the key",
            task.InstanceId,
            async () => (verdict = await _answer.FindAsync(facts, cancel).ConfigureAwait(false)) is not null,
            cancel).ConfigureAwait(false);
        KeyVerdict.ThrowIfBad(verdict!, task.InstanceId, facts.Get(RepairFacts.User));
    }
}
