using System.Text;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Parameter Store over the SDK.</summary>
/// <remarks>The SDK takes and gives values as strings, which nobody can zero: they live as short as a request.</remarks>
internal sealed class ParameterApi(AmazonSimpleSystemsManagementClient client, string region) : IParameterApi, IDisposable
{
    private readonly AwsRequests _requests = new();

    public string Region => region;

    public async Task<ParameterSecret?> FindAsync(string name, CancellationToken cancel)
    {
        var request = new GetParameterRequest { Name = name, WithDecryption = true };
        try
        {
            var response = await _requests.SendAsync(
                "ssm:GetParameter", name, stop => client.GetParameterAsync(request, stop), cancel).ConfigureAwait(false);
            return new ParameterSecret(
                Encoding.UTF8.GetBytes(response.Parameter.Value),
                response.Parameter.Type == ParameterType.SecureString,
                response.Parameter.LastModifiedDate?.ToUniversalTime());
        }
        catch (Ec2KeyPairException e) when (e.InnerException is ParameterNotFoundException)
        {
            return null;
        }
    }

    public async Task<bool> PutSecureAsync(string name, byte[] value, string? kmsKeyId, bool overwrite, CancellationToken cancel)
    {
        var request = new PutParameterRequest
        {
            Name = name,
            Value = Encoding.UTF8.GetString(value),
            Type = ParameterType.SecureString,
            Tier = ParameterTier.Standard,
            KeyId = kmsKeyId,
            Overwrite = overwrite,
        };
        try
        {
            await _requests.SendAsync("ssm:PutParameter", name, stop => client.PutParameterAsync(request, stop), cancel).ConfigureAwait(false);
            return true;
        }
        catch (Ec2KeyPairException e) when (!overwrite && e.InnerException is ParameterAlreadyExistsException)
        {
            return false;
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancel)
    {
        var request = new DeleteParameterRequest { Name = name };
        try
        {
            await _requests.SendAsync("ssm:DeleteParameter", name, stop => client.DeleteParameterAsync(request, stop), cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.InnerException is ParameterNotFoundException)
        {
            // That is what was wanted.
        }
    }

    public void Dispose() => client.Dispose();
}
