using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Windows.Waiting;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2's instance status over the SDK.</summary>
internal sealed class InstanceStatusApi(AmazonEC2Client client, AwsRequests requests) : IInstanceHealthApi
{
    public async Task<IReadOnlyList<InstanceHealth>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        (await DescribeAsync(instanceIds, cancel).ConfigureAwait(false))
            .Select(status => new InstanceHealth(status.InstanceId, status.SystemStatus?.Status?.Value ?? "", status.Status?.Status?.Value ?? ""))
            .ToList();

    internal async Task<IReadOnlyList<BootSignal>> StatusAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        (await DescribeAsync(instanceIds, cancel).ConfigureAwait(false)).Select(ToCore).ToList();

    private async Task<List<InstanceStatus>> DescribeAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        // Without IncludeAllInstances EC2 tells of running ones only.
        var request = new DescribeInstanceStatusRequest { InstanceIds = instanceIds.ToList(), IncludeAllInstances = true };
        var response = await requests.SendAsync(
            "ec2:DescribeInstanceStatus", null, stop => client.DescribeInstanceStatusAsync(request, stop), cancel).ConfigureAwait(false);
        return response.InstanceStatuses ?? [];
    }

    private static BootSignal ToCore(InstanceStatus status) => new(
        status.InstanceId, status.InstanceState?.Name?.Value ?? "", status.Status?.Status == SummaryStatus.Initializing);
}
