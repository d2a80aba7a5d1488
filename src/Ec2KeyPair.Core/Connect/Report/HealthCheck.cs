using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>EC2's own status checks.</summary>
public sealed class HealthCheck(IInstanceHealthApi api, IClock clock) : IInstanceCheck
{
    private const string Impaired = "impaired";

    /// <inheritdoc/>
    public bool NeedsRunning => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var look = await ReportLook.TakeAsync(stop => api.FindAsync([instance.InstanceId], stop), clock, cancel).ConfigureAwait(false);
        if (!look.IsKnown) return [ReportLook.Unknown(AccessCheckKind.StatusChecks, "its status checks are", look)];
        return look.Value!.FirstOrDefault() is { } health
            ? [new(AccessCheckKind.StatusChecks, VerdictOf(health), $"system {Printable.Text(health.System)}, instance {Printable.Text(health.Instance)}", MendOf(health))]
            : [new(AccessCheckKind.StatusChecks, AccessVerdict.Unknown, "EC2 does not tell of it")];
    }

    private static AccessVerdict VerdictOf(InstanceHealth health) => health switch
    {
        { System: Impaired } or { Instance: Impaired } => AccessVerdict.Failed,
        { System: "ok" or "not-applicable", Instance: "ok" or "not-applicable" } => AccessVerdict.Passed,
        _ => AccessVerdict.Unknown,
    };

    private static string? MendOf(InstanceHealth health) => health switch
    {
        { System: Impaired } => "Stop and start it, which moves it to another machine.",
        { Instance: Impaired } => "See what its console shows (Get-EC2ConsoleOutput of AWS.Tools), then restart it.",
        { System: "initializing" } or { Instance: "initializing" } => "Wait: the checks take some minutes after a start.",
        _ => null,
    };
}
