using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html: enabled Regions only, unless AllRegions is set.</summary>
internal static class DescribeRegions
{
    public static readonly Ec2Action Action = new("DescribeRegions", ["RegionName", "Filter", "AllRegions"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var names = call.Parameters.Values("RegionName");
        var all = call.Parameters.Flag("AllRegions") || names.Count > 0;
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "endpoint" or "region-name" or "opt-in-status");
        var regions = call.Region.Cloud.Regions;
        if (names.Find(name => regions.All(region => region.Key != name)) is { } unknown)
        {
            throw new AwsException("InvalidParameterValue", $"Invalid region: '{unknown}'");
        }

        call.EndDryRun();
        xml.Open("regionInfo");
        foreach (var (name, status) in regions)
        {
            if ((!all && status == "not-opted-in") || (names.Count > 0 && !names.Contains(name)) || !filters.Match((name, status), null, Property))
            {
                continue;
            }

            xml.Open("item").Element("regionName", name).Element("regionEndpoint", Endpoint(name)).Element("optInStatus", status).Close("item");
        }

        xml.Close("regionInfo");
    }

    private static string Endpoint(string name) => $"ec2.{name}.amazonaws.com";

    private static IEnumerable<string?>? Property((string Name, string Status) region, string property) => property switch
    {
        "region-name" => [region.Name],
        "endpoint" => [Endpoint(region.Name)],
        "opt-in-status" => [region.Status],
        _ => null,
    };
}
