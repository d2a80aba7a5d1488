using System.Diagnostics;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Keys;

/// <summary>A key pair as EC2 makes it: the private half as text, handed out once.</summary>
internal sealed record CreatedKey(PublicKey PublicKey, string Fingerprint, string Material)
{
    public static CreatedKey Rsa(string name, bool ppk)
    {
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(true);
        var publicKey = PublicKey.FromRsa(parameters);
        var material = ppk ? PpkV2.Write(publicKey, parameters, name) : rsa.ExportRSAPrivateKeyPem();
        return new CreatedKey(publicKey, PublicKey.Colons(SHA1.HashData(Pkcs8(rsa.ExportRSAPrivateKey()))), material);
    }

    /// <summary>.NET has no Ed25519; ssh-keygen makes the pair where it is installed.</summary>
    public static CreatedKey? Ed25519(string name)
    {
        if (Tools.SshKeygen is not { } tool)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("ec2kp-").FullName;
        try
        {
            var file = Path.Combine(folder, "k");
            Tools.Run(tool, ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]);
            var publicKey = PublicKey.TryParse(File.ReadAllBytes(file + ".pub"), out _) ?? throw new UnreachableException();
            return new CreatedKey(publicKey, publicKey.ImportedFingerprint(), File.ReadAllText(file, Encoding.ASCII).TrimEnd('\n'));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>Built by hand: a platform's export may add attributes, and EC2's digest is over the bare structure.</summary>
    private static byte[] Pkcs8(byte[] pkcs1)
    {
        var asn = new AsnWriter(AsnEncodingRules.DER);
        using (asn.PushSequence())
        {
            asn.WriteInteger(0);
            using (asn.PushSequence())
            {
                asn.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                asn.WriteNull();
            }

            asn.WriteOctetString(pkcs1);
        }

        return asn.Encode();
    }
}
