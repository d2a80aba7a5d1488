using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html: in pages, grouped by reservation.</summary>
internal static class DescribeInstances
{
    public static readonly Ec2Action Action = new("DescribeInstances", ["InstanceId", "Filter", "MaxResults", "NextToken"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var ids = call.Parameters.Values("InstanceId");
        var paging = Paging.Read(call, ids.Count > 0);
        var filters = InstanceFilters.Read(call.Parameters);
        var page = new List<Instance>();
        string? next = null;
        var candidates = ids.Count > 0 ? InstanceIds.All(call.Region, ids).ToArray() : call.Region.Ordered();
        call.EndDryRun();
        for (var at = paging.Start; at < candidates.Length; at++)
        {
            if (!InstanceFilters.Match(filters, candidates[at]))
            {
                continue;
            }

            if (page.Count == paging.Size)
            {
                next = Paging.Token(at);
                break;
            }

            page.Add(candidates[at]);
        }

        xml.Open("reservationSet");
        var instances = page.ToArray().AsSpan();
        while (!instances.IsEmpty)
        {
            var count = 1;
            while (count < instances.Length && instances[count].ReservationId == instances[0].ReservationId)
            {
                count++;
            }

            xml.Open("item");
            InstanceXml.Reservation(xml, call.Region.AccountId, instances[..count]);
            xml.Close("item");
            instances = instances[count..];
        }

        xml.Close("reservationSet").Element("nextToken", next);
    }
}
