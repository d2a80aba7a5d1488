using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html: no paging, unknown names are an error, filters are not.</summary>
internal static class DescribeKeyPairs
{
    public static readonly Ec2Action Action = new("DescribeKeyPairs", ["KeyName", "KeyPairId", "Filter", "IncludePublicKey"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "key-name" or "fingerprint" or "key-pair-id" or "tag-key" || name.StartsWith("tag:", StringComparison.Ordinal));
        var withPublicKey = call.Parameters.Flag("IncludePublicKey");
        var found = Select(call, call.Parameters.Values("KeyName"), call.Parameters.Values("KeyPairId"));
        call.EndDryRun();
        xml.Open("keySet");
        foreach (var pair in found.Where(pair => filters.Match(pair, pair.Tags, Property)))
        {
            xml.Open("item").Element("keyPairId", pair.Id).Element("keyFingerprint", pair.Fingerprint).Element("keyName", pair.Name)
                .Element("keyType", pair.PublicKey.Type);
            Tags.Write(xml, pair.Tags);
            if (withPublicKey)
            {
                xml.Element("publicKey", pair.PublicKey.OpenSshLine(pair.Comment.Length > 0 ? pair.Comment : pair.Name));
            }

            xml.Element("createTime", pair.CreateTime).Close("item");
        }

        xml.Close("keySet");
    }

    private static IEnumerable<KeyPair> Select(Ec2Call call, List<string> names, List<string> ids)
    {
        var all = call.Region.KeyPairs;
        if (names.Count == 0 && ids.Count == 0)
        {
            return all;
        }

        var missing = names.FindAll(name => call.Region.FindKeyPair(name) is null);
        if (missing.Count > 0)
        {
            throw new AwsException("InvalidKeyPair.NotFound", missing.Count == 1
                ? $"The key pair '{missing[0]}' does not exist"
                : $"The key pairs '{string.Join(", ", missing)}' do not exist");
        }

        missing = ids.FindAll(id => all.All(pair => pair.Id != id));
        return missing.Count > 0
            ? throw new AwsException("InvalidKeyPair.NotFound", $"The key pair ID '{string.Join(", ", missing)}' does not exist")
            : all.Where(pair => names.Contains(pair.Name) || ids.Contains(pair.Id));
    }

    private static IEnumerable<string?>? Property(KeyPair pair, string name) => name switch
    {
        "key-name" => [pair.Name],
        "fingerprint" => [pair.Fingerprint],
        "key-pair-id" => [pair.Id],
        _ => null,
    };
}
