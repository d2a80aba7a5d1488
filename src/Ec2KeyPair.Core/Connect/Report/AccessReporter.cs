using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>Reports what stands between this machine and an instance, check by check.</summary>
/// <example><code>
/// var reporter = new AccessReporter([new RouteCheck(routes, null), new LaunchKeyCheck(launchKeys, clock)]);
/// foreach (var check in await reporter.LookAsync(instance, cancel)) Console.WriteLine($"{check.Kind}: {check.Verdict}, {check.Evidence}");
/// </code></example>
/// <param name="checks">What is looked at, in the order of the report; all of it side by side.</param>
public sealed class AccessReporter(IReadOnlyList<IInstanceCheck> checks)
{
    /// <summary>Looks. Of an instance that does not run only that is reported, and what does not depend on it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var isRunning = instance.State == RunningInstance.Running;
        var state = new AccessCheck(
            AccessCheckKind.State, isRunning ? AccessVerdict.Passed : AccessVerdict.Failed, $"it is {instance.State}", RunningInstance.MendOf(instance));
        var looks = checks.Where(check => isRunning || !check.NeedsRunning).Select(check => check.LookAsync(instance, cancel)).ToList();
        var found = await Task.WhenAll(looks).ConfigureAwait(false);
        return found.SelectMany(some => some).Prepend(state).ToList();
    }
}
