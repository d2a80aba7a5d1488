using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>The account's Regions over the SDK.</summary>
internal sealed class RegionApi(AmazonEC2Client client, AwsRequests requests) : IRegionApi
{
    public async Task<IReadOnlyList<string>> ListEnabledAsync(CancellationToken cancel)
    {
        // Without AllRegions EC2 leaves out those that are not enabled.
        var response = await requests.SendAsync(
            "ec2:DescribeRegions", null, stop => client.DescribeRegionsAsync(new DescribeRegionsRequest(), stop), cancel).ConfigureAwait(false);
        return (response.Regions ?? []).Select(region => region.RegionName).OrderBy(name => name, StringComparer.Ordinal).ToList();
    }
}
