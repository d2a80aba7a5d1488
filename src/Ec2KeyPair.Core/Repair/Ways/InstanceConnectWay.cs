using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Repair.Plans;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>EC2 Instance Connect lets a key in for a minute; logged in with that, authorized_keys is edited.</summary>
internal sealed class InstanceConnectWay(IKeyInstaller installer) : RunningWay(installer)
{
    public override RepairMethod Method => RepairMethod.InstanceConnect;

    public override RepairPlan Plan(RepairLook look)
    {
        var route = RouteSelector.Choose(look.Routes);
        var (isOpen, reason) = look.Instance.State != "running" ? (false, $"it is {look.Instance.State}")
            : route is null ? (false, "no way to its SSH server is open from here: " + string.Join("; ", look.Routes.Select(answer => $"{answer.Kind}: {answer.Reason}")))
            : (true, $"its SSH server can be reached ({route.Kind}); whether it has the package ec2-instance-connect shows when it is tried");
        return Plan(look, isOpen, reason, "Open a way to its SSH server; Test-EC2InstanceAccess tells what closes each.") with
        {
            IamActions = ["ec2:DescribeInstances", "ec2-instance-connect:SendSSHPublicKey"],
        };
    }
}
