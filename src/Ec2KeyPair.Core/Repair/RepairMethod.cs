namespace Ec2KeyPair.Core.Repair;

/// <summary>A way to let a new key in on an instance whose key is lost; the least harmful first.</summary>
public enum RepairMethod
{
    /// <summary>Run Command writes it into authorized_keys. Nothing stops.</summary>
    RunCommand,

    /// <summary>EC2 Instance Connect lets a passing key in, with which the lasting one is written. Nothing stops.</summary>
    InstanceConnect,

    /// <summary>cloud-init writes it at a boot, told by the user data. The instance stops twice.</summary>
    UserData,

    /// <summary>AWS's runbook AWSSupport-ResetAccess makes a key of its own. The instance stops, an AMI stays behind.</summary>
    Automation,

    /// <summary>The root volume goes to a helper instance for a while, which writes the key. The instance stops.</summary>
    RootVolume,
}
