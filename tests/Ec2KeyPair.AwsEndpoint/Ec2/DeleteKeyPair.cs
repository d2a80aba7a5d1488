using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html: deleting what does not exist succeeds; instances are untouched.</summary>
internal static class DeleteKeyPair
{
    public static readonly Ec2Action Action = new("DeleteKeyPair", ["KeyName", "KeyPairId"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var name = call.Parameters["KeyName"];
        var id = call.Parameters["KeyPairId"];
        if (name is null && id is null)
        {
            throw AwsException.MissingParameter("KeyName or KeyPairId");
        }

        if (name is not null && id is not null)
        {
            throw new AwsException("InvalidParameterCombination", "The parameters KeyName and KeyPairId cannot be used together.");
        }

        call.EndDryRun();
        var pair = name is not null ? call.Region.FindKeyPair(name) : call.Region.KeyPairs.FirstOrDefault(pair => pair.Id == id);
        if (pair is not null)
        {
            call.Region.RemoveKeyPair(pair.Name);
        }

        xml.Element("return", true).Element("keyPairId", pair?.Id);
    }
}
