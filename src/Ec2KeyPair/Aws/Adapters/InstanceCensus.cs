using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>All instances of one Region over the SDK.</summary>
internal sealed class InstanceCensus(AmazonEC2Client client, AwsRequests requests) : IInstanceCensus
{
    // EC2's own limits.
    private const int PageSize = 1000;
    private const int MostFilterValues = 200;

    public async IAsyncEnumerable<IReadOnlyList<LaunchedInstance>> ListAsync(
        IReadOnlyCollection<string> keyNames, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new DescribeInstancesRequest
        {
            MaxResults = PageSize,
            Filters = [new Filter("instance-state-name", ["pending", "running", "stopping", "stopped"])],
        };
        if (keyNames.Count is > 0 and <= MostFilterValues) request.Filters.Add(new Filter("key-name", keyNames.Select(FilterValue.Exactly).ToList()));
        do
        {
            var page = await requests.SendAsync(
                "ec2:DescribeInstances", null, stop => client.DescribeInstancesAsync(request, stop), cancel).ConfigureAwait(false);
            request.NextToken = page.NextToken;
            yield return (page.Reservations ?? []).SelectMany(reservation => (reservation.Instances ?? []).Select(instance => ToCore(instance, reservation.OwnerId))).ToList();
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private static LaunchedInstance ToCore(Instance instance, string? owner)
    {
        string? name = null, group = null, template = null;
        foreach (var tag in instance.Tags ?? [])
        {
            if (tag.Key == "Name") name = tag.Value;
            else if (tag.Key == "aws:autoscaling:groupName") group = tag.Value;
            else if (tag.Key == "aws:ec2launchtemplate:id") template = tag.Value;
        }

        return new LaunchedInstance
        {
            InstanceId = instance.InstanceId,
            KeyName = string.IsNullOrEmpty(instance.KeyName) ? null : instance.KeyName,
            Name = name,
            State = instance.State?.Name?.Value ?? "",
            InstanceType = instance.InstanceType?.Value,
            IsWindows = string.Equals(instance.Platform?.Value, "windows", StringComparison.OrdinalIgnoreCase),
            LaunchTime = instance.LaunchTime?.ToUniversalTime(),
            AutoScalingGroupName = group,
            LaunchTemplateId = template,
            OwnerId = owner,
        };
    }
}
