using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Keys;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html: the private key is in the answer and nowhere else.</summary>
internal static class CreateKeyPair
{
    public static readonly Ec2Action Action = new("CreateKeyPair", ["KeyName", "KeyType", "KeyFormat", "TagSpecification"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var name = KeyNames.Read(call);
        var type = call.Parameters["KeyType"] ?? "rsa";
        var format = call.Parameters["KeyFormat"] ?? "pem";
        if (type is not ("rsa" or "ed25519"))
        {
            throw AwsException.InvalidParameter("KeyType", type, "Valid values are rsa and ed25519.");
        }

        if (format is not ("pem" or "ppk"))
        {
            throw AwsException.InvalidParameter("KeyFormat", format, "Valid values are pem and ppk.");
        }

        var tags = Tags.FromSpecification(call.Parameters, "key-pair");
        KeyNames.RequireRoom(call.Region);
        call.EndDryRun();
        var made = (type, format) switch
        {
            ("rsa", _) => CreatedKey.Rsa(name, format == "ppk"),
            ("ed25519", "pem") => CreatedKey.Ed25519(name),
            _ => null,
        };
        if (made is null)
        {
            throw new AwsException("UnsupportedOperation", "This loopback endpoint makes ED25519 key pairs only as pem, and only where ssh-keygen is installed.");
        }

        var pair = call.Region.AddKeyPair(name, made.PublicKey, made.Fingerprint, name, tags) ?? throw KeyNames.Taken();
        xml.Element("keyName", pair.Name).Element("keyFingerprint", pair.Fingerprint).Element("keyMaterial", made.Material).Element("keyPairId", pair.Id);
        Tags.Write(xml, pair.Tags);
    }
}
