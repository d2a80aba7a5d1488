using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Sts;

internal static class GetCallerIdentity
{
    public static void Execute(AwsRequest request, XmlOut xml)
    {
        var who = request.Signer!.Credential;
        xml.Element("Arn", who.Arn).Element("UserId", who.UserId).Element("Account", who.AccountId);
    }
}
