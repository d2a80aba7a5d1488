using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>StartInstances, StopInstances, TerminateInstances and RebootInstances.</summary>
internal static class InstanceStates
{
    public static readonly Ec2Action Start = new("StartInstances", ["InstanceId", "AdditionalInfo"], (call, xml) => Change(call, xml, instance =>
    {
        Refuse(instance, InstanceState.Terminated, InstanceState.ShuttingDown, InstanceState.Stopping);
        if (instance.Region.Volumes.Of(instance).All(volume => volume.Attachment?.Device != instance.RootDevice))
        {
            throw new AwsException("IncorrectInstanceState", $"Instance '{instance.Id}' does not have a volume attached at root ({instance.RootDevice})");
        }

        return instance.Start;
    }));

    public static readonly Ec2Action Stop = new("StopInstances", ["InstanceId", "Force", "Hibernate", "SkipOsShutdown"], (call, xml) => Change(call, xml, instance =>
    {
        Refuse(instance, InstanceState.Terminated, InstanceState.ShuttingDown);
        if (instance.DisableApiStop)
        {
            throw new AwsException("OperationNotPermitted", $"The instance '{instance.Id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.");
        }

        return instance.Stop;
    }));

    public static readonly Ec2Action Terminate = new("TerminateInstances", ["InstanceId", "Force", "SkipOsShutdown"], (call, xml) => Change(call, xml, instance => instance.Terminate));

    public static readonly Ec2Action Reboot = new("RebootInstances", ["InstanceId"], (call, xml) =>
    {
        InstanceIds.Many(call).ForEach(instance => Refuse(instance, InstanceState.Stopped, InstanceState.Stopping));
        call.EndDryRun();
        xml.Element("return", true);
    });

    private static void Change(Ec2Call call, XmlOut xml, Func<Instance, Func<(InstanceState Previous, InstanceState Current)>> check)
    {
        var instances = InstanceIds.Many(call);
        var changes = instances.ConvertAll(instance => check(instance));
        call.EndDryRun();
        xml.Open("instancesSet");
        for (var i = 0; i < instances.Count; i++)
        {
            var (previous, current) = changes[i]();
            xml.Open("item").Element("instanceId", instances[i].Id);
            InstanceXml.State(xml, "currentState", current);
            InstanceXml.State(xml, "previousState", previous);
            xml.Close("item");
        }

        xml.Close("instancesSet");
    }

    private static void Refuse(Instance instance, params ReadOnlySpan<InstanceState> states)
    {
        if (states.Contains(instance.State))
        {
            throw new AwsException("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a state from which it can be changed: {instance.State.Name}.");
        }
    }
}
