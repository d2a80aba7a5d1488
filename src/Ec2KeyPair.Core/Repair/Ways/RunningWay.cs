using Ec2KeyPair.Core.Repair.Plans;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>A way that goes over the running system: one edit, which is whole or not at all, so there is nothing to put back.</summary>
internal abstract class RunningWay(IKeyInstaller installer) : IRepairWay
{
    public abstract RepairMethod Method { get; }

    public abstract RepairPlan Plan(RepairLook look);

    public async Task<RepairDeed> RunAsync(RepairTask task, CancellationToken cancel)
    {
        await installer.InstallAsync(task.Instance, task.UserName, task.PublicKey!, cancel).ConfigureAwait(false);
        return new RepairDeed { Key = task.Key! };
    }

    public Task<bool> MayGoOnAsync(RepairTask task, CancellationToken cancel) => Task.FromResult(true);

    public Task AbandonAsync(RepairTask task) => Task.CompletedTask;

    private protected RepairPlan Plan(RepairLook look, bool isOpen, string reason, string? mend) => new()
    {
        InstanceId = look.Instance.InstanceId,
        Name = look.Instance.Name is { } name ? Text.Printable.Text(name) : null,
        Method = Method,
        IsOpen = isOpen,
        Reason = reason,
        Mend = isOpen ? null : mend,
        Downtime = "none",
    };
}
