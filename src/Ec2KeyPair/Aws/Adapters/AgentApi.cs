using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Ec2KeyPair.Core.Windows.Waiting;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Which agents are online, over the SDK.</summary>
internal sealed class AgentApi(AmazonSimpleSystemsManagementClient client) : IDisposable
{
    private readonly AwsRequests _requests = new();

    internal async Task<IReadOnlyList<string>> OnlineAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        var request = new DescribeInstanceInformationRequest
        {
            MaxResults = BootSignal.AgentsPerPage,
            Filters = [new InstanceInformationStringFilter { Key = "InstanceIds", Values = instanceIds.ToList() }],
        };
        var online = new List<string>();
        do
        {
            var page = await _requests.SendAsync(
                "ssm:DescribeInstanceInformation", null, stop => client.DescribeInstanceInformationAsync(request, stop), cancel).ConfigureAwait(false);
            online.AddRange((page.InstanceInformationList ?? []).Where(agent => agent.PingStatus == PingStatus.Online).Select(agent => agent.InstanceId));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return online;
    }

    public void Dispose() => client.Dispose();
}
