using Amazon.Runtime;
using Ec2KeyPair.Aws.InstanceConnect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2 Instance Connect and the signatures for its Endpoint, over the SDK.</summary>
internal sealed class InstanceConnectApi(InstanceConnectClient client, AWSCredentials credentials, string region)
    : IInstanceConnectApi, ITunnelUrlSigner, IDisposable
{
    private const string SendKey = "ec2-instance-connect:SendSSHPublicKey";
    private readonly AwsRequests _requests = new();

    public async Task SendKeyAsync(KeyPush push, CancellationToken cancel)
    {
        var request = new SendSshPublicKeyRequest
        {
            InstanceId = push.InstanceId,
            InstanceOSUser = push.UserName,
            SSHPublicKey = push.PublicKeyLine,
            AvailabilityZone = push.AvailabilityZone,
        };
        try
        {
            await _requests.SendAsync(SendKey, push.InstanceId, stop => client.SendSshPublicKeyAsync(request, stop), cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (InstanceConnectErrors.Explain(e, push) is { } explained)
        {
            throw explained;
        }
    }

    public async Task<SignedTunnelUrl> SignAsync(EndpointTarget target, CancellationToken cancel)
    {
        var keys = await _requests.SendAsync("ec2-instance-connect:OpenTunnel", target.InstanceId, _ => credentials.GetCredentialsAsync(), cancel).ConfigureAwait(false);
        return new SignedTunnelUrl(TunnelUrl.Sign(target, keys, region, client.Config.ServiceURL, DateTime.UtcNow));
    }

    public void Dispose() => client.Dispose();
}
