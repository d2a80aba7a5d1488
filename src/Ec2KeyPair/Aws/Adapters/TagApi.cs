using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2's tags over the SDK.</summary>
internal sealed class TagApi(AmazonEC2Client client, AwsRequests requests) : ITagApi
{
    public Task SetAsync(IReadOnlyCollection<string> resourceIds, string key, string value, CancellationToken cancel)
    {
        var request = new CreateTagsRequest { Resources = [.. resourceIds], Tags = [new Tag(key, value)] };
        return requests.SendAsync(
            "ec2:CreateTags", string.Join(", ", resourceIds), stop => client.CreateTagsAsync(request, stop), cancel);
    }

    public Task RemoveAsync(IReadOnlyCollection<string> resourceIds, string key, CancellationToken cancel)
    {
        // Without a value, whatever it is.
        var request = new DeleteTagsRequest { Resources = [.. resourceIds], Tags = [new Tag { Key = key }] };
        return requests.SendAsync(
            "ec2:DeleteTags", string.Join(", ", resourceIds), stop => client.DeleteTagsAsync(request, stop), cancel);
    }
}
