using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2's password data over the SDK.</summary>
internal sealed class PasswordDataApi(AmazonEC2Client client) : IPasswordDataApi
{
    public async Task<byte[]> GetPasswordDataAsync(string instanceId, CancellationToken cancel)
    {
        var request = new GetPasswordDataRequest { InstanceId = instanceId };
        var response = await AwsErrors.TranslateAsync(
            "ec2:GetPasswordData", instanceId, stop => client.GetPasswordDataAsync(request, stop), cancel).ConfigureAwait(false);
        try
        {
            return Convert.FromBase64String(response.PasswordData ?? "");
        }
        catch (FormatException e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.PasswordDataInvalid, $"The password data of {instanceId} is not base64.", instanceId, innerException: e);
        }
    }
}
