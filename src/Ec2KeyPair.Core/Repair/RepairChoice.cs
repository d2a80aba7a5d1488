using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Repair;

/// <summary>Which way is taken: the one that was asked for, one that was begun before, else the least harmful that is open.</summary>
internal static class RepairChoice
{
    /// <param name="plans">All ways, the least harmful first.</param>
    /// <param name="unfinished">The way of a repair that was not finished; null when there is none.</param>
    /// <param name="options">What the user wants.</param>
    /// <exception cref="Ec2KeyPairException">RepairWayClosed.</exception>
    internal static RepairPlan Of(IReadOnlyList<RepairPlan> plans, RepairMethod? unfinished, RepairOptions options)
    {
        if ((options.Method ?? unfinished) is { } method)
        {
            var asked = plans.First(plan => plan.Method == method);
            return asked.IsOpen ? asked : throw Closed(asked);
        }

        var open = plans.Where(plan => plan.IsOpen).ToList();
        if (open.Find(plan => !plan.StopsInstance || options.AcceptsDowntime) is { } chosen) return chosen;
        var id = plans[0].InstanceId;
        var closed = string.Concat(plans.Where(plan => !plan.IsOpen).Select(plan => $" {plan.Method}: {plan.Reason}."));
        throw open.Count > 0
            ? new Ec2KeyPairException(
                ErrorCondition.RepairWayClosed,
                $"Only ways that stop {id} are open ({string.Join(", ", open.Select(plan => plan.Method))}).{closed}",
                id,
                "See what each costs with -PlanOnly; then choose one with -Method, or let the least harmful be taken with -AcceptDowntime.")
            : new Ec2KeyPairException(ErrorCondition.RepairWayClosed, $"No way to repair {id} is open.{closed}", id, "See what would open each with -PlanOnly.");
    }
    internal static Ec2KeyPairException Closed(RepairPlan plan) => new(
        ErrorCondition.RepairWayClosed, $"{plan.InstanceId} can't be repaired by {plan.Method}: {plan.Reason}.", plan.InstanceId, plan.Mend ?? "See the other ways with -PlanOnly.");
}
