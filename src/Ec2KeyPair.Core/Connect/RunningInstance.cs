using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Only a running instance takes connections.</summary>
public static class RunningInstance
{
    /// <summary>EC2's name of the state.</summary>
    internal const string Running = "running";

    /// <exception cref="Ec2KeyPairException">InstanceNotRunning.</exception>
    public static void Require(Ec2Instance instance)
    {
        if (instance.State == Running) return;
        throw new Ec2KeyPairException(
            ErrorCondition.InstanceNotRunning,
            $"{instance.InstanceId} is {instance.State}: only a running instance takes connections.",
            instance.InstanceId,
            MendOf(instance));
    }

    /// <summary>What to do about a state; null where nothing can be done.</summary>
    internal static string? MendOf(Ec2Instance instance) => instance.State switch
    {
        "stopped" => "Start it with Start-EC2Instance.",
        "pending" => "Wait until it runs.",
        "stopping" => "Wait until it has stopped, then start it with Start-EC2Instance.",
        _ => null,
    };
}
