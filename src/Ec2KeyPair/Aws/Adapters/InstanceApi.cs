using System.Runtime.CompilerServices;
using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2's instances over the SDK.</summary>
internal sealed class InstanceApi(AmazonEC2Client client, AwsRequests requests, string region) : IInstanceApi, ILiveConsoleApi
{
    // EC2 answers up to 1000 a page; without a page size a large account gets one answer of many megabytes.
    private const int PageSize = 500;

    public string Region => region;

    public async IAsyncEnumerable<Ec2Instance> FindAsync(
        IReadOnlyCollection<InstanceFilter> filters, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new DescribeInstancesRequest
        {
            MaxResults = PageSize,
            Filters = filters.Select(filter => new Filter(
                filter.Name, filter.Values.Select(value => filter.IsBeginning ? FilterValue.Beginning(value) : FilterValue.Exactly(value)).ToList())).ToList(),
        };
        do
        {
            var page = await requests.SendAsync(
                "ec2:DescribeInstances", null, stop => client.DescribeInstancesAsync(request, stop), cancel).ConfigureAwait(false);
            foreach (var reservation in page.Reservations ?? [])
            {
                foreach (var instance in reservation.Instances ?? []) yield return ToCore(instance) with { OwnerId = reservation.OwnerId };
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    public async Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel)
    {
        var request = new DescribeImagesRequest { Filters = [new Filter("image-id", [imageId])], IncludeDeprecated = true };
        var response = await requests.SendAsync(
            "ec2:DescribeImages", imageId, stop => client.DescribeImagesAsync(request, stop), cancel).ConfigureAwait(false);
        var image = response.Images?.FirstOrDefault();
        return image is null ? null : new Ec2Image(image.ImageId, image.Name, image.OwnerId, image.ImageOwnerAlias);
    }

    public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel) =>
        ReadConsoleAsync(new GetConsoleOutputRequest { InstanceId = instanceId }, cancel);

    public async Task<string?> FindLatestAsync(string instanceId, CancellationToken cancel)
    {
        try
        {
            return await ReadConsoleAsync(new GetConsoleOutputRequest { InstanceId = instanceId, Latest = true }, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.InnerException is AmazonEC2Exception { ErrorCode: "UnsupportedOperation" })
        {
            return null;
        }
    }

    private async Task<string> ReadConsoleAsync(GetConsoleOutputRequest request, CancellationToken cancel)
    {
        var response = await requests.SendAsync(
            "ec2:GetConsoleOutput", request.InstanceId, stop => client.GetConsoleOutputAsync(request, stop), cancel).ConfigureAwait(false);
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(response.Output ?? ""));
        }
        catch (FormatException e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.AwsRequestFailed, $"The console output of {request.InstanceId} is not base64.", request.InstanceId, innerException: e);
        }
    }

    private static Ec2Instance ToCore(Instance instance) => new()
    {
        InstanceId = instance.InstanceId,
        KeyName = string.IsNullOrEmpty(instance.KeyName) ? null : instance.KeyName,
        State = instance.State?.Name?.Value ?? "",
        IsWindows = string.Equals(instance.Platform?.Value, "windows", StringComparison.OrdinalIgnoreCase)
            || (instance.PlatformDetails ?? "").StartsWith("Windows", StringComparison.OrdinalIgnoreCase),
        PlatformDetails = instance.PlatformDetails,
        ImageId = instance.ImageId,
        InstanceType = instance.InstanceType?.Value,
        PublicIpAddress = instance.PublicIpAddress,
        PrivateIpAddress = instance.PrivateIpAddress,
        Ipv6Address = string.IsNullOrEmpty(instance.Ipv6Address)
            ? instance.NetworkInterfaces?.SelectMany(card => card.Ipv6Addresses ?? []).FirstOrDefault()?.Ipv6Address
            : instance.Ipv6Address,
        PublicDnsName = instance.PublicDnsName,
        PrivateDnsName = instance.PrivateDnsName,
        VpcId = instance.VpcId,
        SubnetId = instance.SubnetId,
        AvailabilityZone = instance.Placement?.AvailabilityZone,
        SecurityGroupIds = (instance.SecurityGroups ?? []).ConvertAll(group => group.GroupId),
        LaunchTime = instance.LaunchTime?.ToUniversalTime(),
        FirstLaunchTime = instance.NetworkInterfaces?.Select(card => card.Attachment).FirstOrDefault(attachment => attachment?.DeviceIndex == 0)
            ?.AttachTime?.ToUniversalTime(),
        // A tag key stands once by EC2's rules; the last one wins rather than trusting that.
        Tags = (instance.Tags ?? []).GroupBy(tag => tag.Key).ToDictionary(group => group.Key, group => group.Last().Value),
    };
}
