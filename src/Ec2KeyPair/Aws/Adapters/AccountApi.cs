using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Whose account the credentials are of. Nobody needs a permission to ask.</summary>
internal sealed class AccountApi(AmazonSecurityTokenServiceClient client) : IDisposable
{
    private readonly AwsRequests _requests = new();

    /// <summary>The account's number.</summary>
    /// <exception cref="Core.Errors.Ec2KeyPairException">An Aws condition.</exception>
    internal async Task<string> FindAsync(CancellationToken cancel) => (await _requests.SendAsync(
        "sts:GetCallerIdentity", null, stop => client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), stop), cancel).ConfigureAwait(false)).Account;

    public void Dispose() => client.Dispose();
}
