using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Channel;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using DataKeyRequest = Ec2KeyPair.Core.Sessions.Channel.DataKeyRequest;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Session Manager, and KMS for encrypted sessions, over the SDK.</summary>
internal sealed class SessionApi(
    AmazonSimpleSystemsManagementClient client, Func<AmazonKeyManagementServiceClient> openKms, string region)
    : ISessionApi, IManagedInstanceApi, IDisposable
{
    // What DescribeInstanceInformation gives in one page.
    private const int AgentsAtOnce = 50;
    private readonly AwsRequests _requests = new();
    private readonly Lazy<AmazonKeyManagementServiceClient> _kms = new(openKms);

    public string Region => region;

    public async Task<SessionGrant> StartAsync(SessionRequest request, CancellationToken cancel)
    {
        var start = new StartSessionRequest
        {
            Target = request.Target,
            DocumentName = request.Document,
            Reason = request.Reason,
            Parameters = request.Parameters.Count == 0
                ? null
                : request.Parameters.ToDictionary(parameter => parameter.Key, parameter => new List<string> { parameter.Value }),
        };
        var response = await _requests.SendAsync(
            "ssm:StartSession", request.Target, stop => client.StartSessionAsync(start, stop), cancel).ConfigureAwait(false);
        return Uri.TryCreate(response.StreamUrl, UriKind.Absolute, out var url) && response is { SessionId: not null, TokenValue: not null }
            ? new SessionGrant(response.SessionId, url, new SessionToken(response.TokenValue))
            : throw new Ec2KeyPairException(
                ErrorCondition.AwsRequestFailed, "ssm:StartSession answered without a session.", request.Target);
    }

    public async Task<SessionToken?> ResumeAsync(string sessionId, CancellationToken cancel)
    {
        var request = new ResumeSessionRequest { SessionId = sessionId };
        try
        {
            var response = await _requests.SendAsync(
                "ssm:ResumeSession", sessionId, stop => client.ResumeSessionAsync(request, stop), cancel).ConfigureAwait(false);
            return response.TokenValue is { Length: > 0 } token ? new SessionToken(token) : null;
        }
        catch (Ec2KeyPairException e) when (e.InnerException is DoesNotExistException)
        {
            return null;
        }
    }

    public Task TerminateAsync(string sessionId, CancellationToken cancel)
    {
        var request = new TerminateSessionRequest { SessionId = sessionId };
        return _requests.SendAsync(
            "ssm:TerminateSession", sessionId, stop => client.TerminateSessionAsync(request, stop), cancel);
    }

    public async Task<DataKey> GenerateDataKeyAsync(DataKeyRequest request, CancellationToken cancel)
    {
        var generate = new GenerateDataKeyRequest
        {
            KeyId = request.KeyId,
            NumberOfBytes = DataKey.Size,
            EncryptionContext = request.EncryptionContext.ToDictionary(entry => entry.Key, entry => entry.Value),
        };
        try
        {
            var response = await _requests.SendAsync(
                "kms:GenerateDataKey", request.KeyId, stop => _kms.Value.GenerateDataKeyAsync(generate, stop), cancel).ConfigureAwait(false);
            using var plaintext = response.Plaintext;
            return new DataKey(plaintext.ToArray(), response.CiphertextBlob.ToArray());
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.AwsAccessDenied or ErrorCondition.AwsRequestFailed)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.SessionKeyUnavailable,
                "The session is encrypted, and its KMS key can't be used: " + e.Message,
                request.KeyId,
                "The caller needs the permission kms:GenerateDataKey on this key, and the key has to be enabled.",
                e);
        }
    }

    public async Task<ManagedInstance?> FindAsync(string instanceId, CancellationToken cancel) =>
        (await FindAsync([instanceId], cancel).ConfigureAwait(false)).FirstOrDefault();

    public async Task<IReadOnlyList<ManagedInstance>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        var found = new List<ManagedInstance>();
        for (var at = 0; at < instanceIds.Count; at += AgentsAtOnce)
        {
            var slice = instanceIds.Skip(at).Take(AgentsAtOnce).ToList();
            var request = new DescribeInstanceInformationRequest
            {
                MaxResults = AgentsAtOnce,
                Filters = [new InstanceInformationStringFilter { Key = "InstanceIds", Values = slice }],
            };
            do
            {
                var page = await _requests.SendAsync(
                    "ssm:DescribeInstanceInformation",
                    string.Join(", ", slice),
                    stop => client.DescribeInstanceInformationAsync(request, stop),
                    cancel).ConfigureAwait(false);
                found.AddRange((page.InstanceInformationList ?? []).Select(ToCore));
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }

        return found;
    }

    public void Dispose()
    {
        client.Dispose();
        if (_kms.IsValueCreated) _kms.Value.Dispose();
    }

    private static ManagedInstance ToCore(InstanceInformation agent) => new(
        agent.InstanceId,
        agent.PingStatus == PingStatus.Online,
        agent.AgentVersion ?? "",
        agent.LastPingDateTime?.ToUniversalTime(),
        agent.PlatformType == PlatformType.Windows,
        agent.PlatformName is { Length: > 0 } name ? $"{name} {agent.PlatformVersion}".Trim() : null);
}
