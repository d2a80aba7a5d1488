using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html: running instances only, unless all are asked for.</summary>
internal static class DescribeInstanceStatus
{
    public static readonly Ec2Action Action = new("DescribeInstanceStatus", ["InstanceId", "Filter", "MaxResults", "NextToken", "IncludeAllInstances"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var ids = call.Parameters.Values("InstanceId");
        var paging = Paging.Read(call, ids.Count > 0);
        var filters = InstanceFilters.Read(call.Parameters);
        var all = call.Parameters.Flag("IncludeAllInstances");
        var candidates = ids.Count > 0 ? InstanceIds.All(call.Region, ids).ToArray() : call.Region.Ordered();
        call.EndDryRun();
        string? next = null;
        var written = 0;
        xml.Open("instanceStatusSet");
        for (var at = paging.Start; at < candidates.Length; at++)
        {
            var instance = candidates[at];
            if ((!all && instance.State != InstanceState.Running) || !InstanceFilters.Match(filters, instance))
            {
                continue;
            }

            if (written++ == paging.Size)
            {
                next = Paging.Token(at);
                break;
            }

            xml.Open("item").Element("instanceId", instance.Id).Element("availabilityZone", instance.AvailabilityZone);
            InstanceXml.State(xml, "instanceState", instance.State);
            Summary(xml, "systemStatus", instance);
            Summary(xml, "instanceStatus", instance);
            xml.Close("item");
        }

        xml.Close("instanceStatusSet").Element("nextToken", next);
    }

    private static void Summary(XmlOut xml, string element, Instance instance)
    {
        var status = instance.State == InstanceState.Running ? instance.StatusCheck : "not-applicable";
        xml.Open(element).Element("status", status);
        if (status != "not-applicable")
        {
            var detail = status switch { "ok" => "passed", "impaired" => "failed", _ => "initializing" };
            xml.Open("details").Open("item").Element("name", "reachability").Element("status", detail).Close("item").Close("details");
        }

        xml.Close(element);
    }
}
