using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>What a new key pair's name has to meet: at most 255 ASCII characters, no space at either end, not taken.</summary>
internal static class KeyNames
{
    public static string Read(Ec2Call call)
    {
        var name = call.Parameters.Required("KeyName");
        if (name.Length > 255)
        {
            throw AwsException.InvalidParameter("KeyName", name, "Length exceeds maximum of 255.");
        }

        if (name.Any(c => c is < ' ' or > '~'))
        {
            throw AwsException.InvalidParameter("KeyName", name, "Character sets beyond ASCII are not supported.");
        }

        if (name[0] == ' ' || name[^1] == ' ')
        {
            throw AwsException.InvalidParameter("KeyName", name, "Leading and trailing spaces are not supported.");
        }

        return call.Region.FindKeyPair(name) is null ? name : throw Taken();
    }

    public static void RequireRoom(RegionState region)
    {
        if (region.KeyPairs.Count >= region.Settings.KeyPairQuota)
        {
            throw new AwsException("KeyPairLimitExceeded", $"Maximum of {region.Settings.KeyPairQuota} keypairs reached.");
        }
    }

    public static AwsException Taken() => new("InvalidKeyPair.Duplicate", "The keypair already exists");
}
