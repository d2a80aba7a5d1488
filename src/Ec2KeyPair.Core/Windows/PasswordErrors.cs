using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Windows;

/// <summary>Why there is no password: not yet, not in time, or never.</summary>
internal static class PasswordErrors
{
    /// <summary>Why a wait may be in vain.</summary>
    internal const string NeverMend = "An image made without a password reset by EC2Launch never has any.";

    /// <summary>True in states in which Windows may still print one.</summary>
    internal static bool CanStillCome(Ec2Instance instance) => instance.State is "pending" or "running";

    /// <exception cref="Ec2KeyPairException">InstanceNotWindows, LaunchKeyMissing.</exception>
    internal static void ThrowIfNever(Ec2Instance instance)
    {
        if (!instance.IsWindows)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.InstanceNotWindows,
                $"{instance.InstanceId} is not a Windows instance ({Printable.Text(instance.PlatformDetails ?? "platform unknown")}): it has no Windows password.",
                instance.InstanceId,
                "Use Connect-EC2Instance.");
        }

        if (instance.KeyName is null)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.LaunchKeyMissing,
                $"{instance.InstanceId} was launched without a key pair: EC2 has nothing to encrypt its password under, so there never will be password data.",
                instance.InstanceId,
                "Set a new password with Reset-EC2WindowsPassword.");
        }
    }

    internal static Ec2KeyPairException NotYet(Ec2Instance instance) => CanStillCome(instance)
        ? NotReady(instance, $" (launched {instance.LaunchTime:u}); it takes 4 to 15 minutes after launch", "Use -Wait. " + NeverMend)
        : NoneWillCome(instance);

    internal static Ec2KeyPairException NotInTime(Ec2Instance instance, TimeSpan waited) =>
        NotReady(instance, $" after {waited.TotalSeconds:0} s of waiting", "Wait longer with -TimeoutSec. " + NeverMend);

    internal static Ec2KeyPairException NoneWillCome(Ec2Instance instance) => NotReady(
        instance,
        $", and none will come while it is {Printable.Text(instance.State)}",
        instance.State is "stopped" or "stopping" ? "Start the instance. " + NeverMend : null);

    private static Ec2KeyPairException NotReady(Ec2Instance instance, string why, string? mend) => new(
        ErrorCondition.PasswordDataNotReady, $"{instance.InstanceId} has no password data yet{why}.", instance.InstanceId, mend);
}
