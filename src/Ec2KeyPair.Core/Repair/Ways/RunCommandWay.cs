using Ec2KeyPair.Core.Repair.Plans;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>Run Command edits authorized_keys as root.</summary>
internal sealed class RunCommandWay(IKeyInstaller installer) : RunningWay(installer)
{
    private static readonly string[] Actions =
        ["ec2:DescribeInstances", "ssm:DescribeInstanceInformation", "ssm:SendCommand", "ssm:ListCommandInvocations", "ssm:GetCommandInvocation"];

    public override RepairMethod Method => RepairMethod.RunCommand;

    public override RepairPlan Plan(RepairLook look)
    {
        var (isOpen, reason) = look switch
        {
            { Instance.State: not "running" } => (false, $"it is {look.Instance.State}"),
            { Agent.IsOnline: true } => (true, "its agent is online"),
            { Agent: not null } => (false, "its agent has reported before, and does no longer"),
            { KnowsAgent: true } => (false, "no agent of it has ever reported to Systems Manager"),
            _ => (false, "its agent could not be looked at"),
        };
        return Plan(look, isOpen, reason, "Start the instance, and see to it that its agent runs, reaches Systems Manager and has a role for that.") with { IamActions = Actions };
    }
}
