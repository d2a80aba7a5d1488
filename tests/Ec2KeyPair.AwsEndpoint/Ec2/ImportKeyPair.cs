using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Keys;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html: RSA of 1024, 2048 or 4096 bits, or ED25519; never replaces.</summary>
internal static class ImportKeyPair
{
    public static readonly Ec2Action Action = new("ImportKeyPair", ["KeyName", "PublicKeyMaterial", "TagSpecification"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var name = KeyNames.Read(call);
        var key = PublicKey.TryParse(Material(call.Parameters.Required("PublicKeyMaterial")), out var comment)
            ?? throw new AwsException("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
        if (key.Type == "rsa" && key.Bits is not (1024 or 2048 or 4096))
        {
            throw new AwsException("InvalidKey.Format", "Key length not supported: RSA keys have 1024, 2048 or 4096 bits");
        }

        var tags = Tags.FromSpecification(call.Parameters, "key-pair");
        KeyNames.RequireRoom(call.Region);
        call.EndDryRun();
        var pair = call.Region.AddKeyPair(name, key, key.ImportedFingerprint(), comment, tags) ?? throw KeyNames.Taken();
        xml.Element("keyName", pair.Name).Element("keyFingerprint", pair.Fingerprint).Element("keyPairId", pair.Id);
        Tags.Write(xml, pair.Tags);
    }

    private static byte[] Material(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw new AwsException("InvalidParameterValue", "Value for parameter PublicKeyMaterial is invalid. It is not base64.");
        }
    }
}
