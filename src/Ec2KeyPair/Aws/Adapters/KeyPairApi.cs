using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2's key pairs over the SDK.</summary>
internal sealed class KeyPairApi(AmazonEC2Client client, AwsRequests requests, string region) : IKeyPairApi
{
    // EC2's own limit, of all filter values of a call.
    private const int MostFilterValues = 200;

    public string Region => region;

    public async Task<IReadOnlyList<Ec2KeyPairInfo>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        var found = new List<Ec2KeyPairInfo>();
        for (var at = 0; at < names.Count; at += MostFilterValues)
        {
            found.AddRange(await DescribeAsync("key-name", names.Skip(at).Take(MostFilterValues).ToList(), cancel).ConfigureAwait(false));
        }

        return found;
    }

    public Task<IReadOnlyList<Ec2KeyPairInfo>> ListAsync(CancellationToken cancel) => DescribeAsync(null, [], cancel);

    public async Task<Ec2KeyPairInfo?> FindByIdAsync(string keyPairId, CancellationToken cancel) =>
        (await DescribeAsync("key-pair-id", [keyPairId], cancel).ConfigureAwait(false)).FirstOrDefault();

    public Task DeleteAsync(string keyPairId, CancellationToken cancel) => requests.SendAsync(
        "ec2:DeleteKeyPair", keyPairId, stop => client.DeleteKeyPairAsync(new DeleteKeyPairRequest { KeyPairId = keyPairId }, stop), cancel);

    public async Task<Ec2KeyPairInfo?> ImportAsync(
        string name, string publicKeyLine, IReadOnlyDictionary<string, string> tags, CancellationToken cancel)
    {
        var request = new ImportKeyPairRequest
        {
            KeyName = name,
            PublicKeyMaterial = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(publicKeyLine)),
        };
        if (tags.Count > 0)
        {
            request.TagSpecifications =
            [
                new TagSpecification
                {
                    ResourceType = ResourceType.KeyPair,
                    Tags = tags.Select(tag => new Tag(tag.Key, tag.Value)).ToList(),
                },
            ];
        }

        try
        {
            var response = await requests.SendAsync(
                "ec2:ImportKeyPair", name, stop => client.ImportKeyPairAsync(request, stop), cancel).ConfigureAwait(false);
            return new Ec2KeyPairInfo
            {
                KeyName = response.KeyName,
                KeyPairId = response.KeyPairId,
                Fingerprint = response.KeyFingerprint,
                PublicKey = publicKeyLine,
            };
        }
        catch (Ec2KeyPairException e) when (e.InnerException is AmazonEC2Exception { ErrorCode: "InvalidKeyPair.Duplicate" })
        {
            return null;
        }
    }

    // By filter: one name that is not there would fail the whole call of the KeyNames parameter.
    private async Task<IReadOnlyList<Ec2KeyPairInfo>> DescribeAsync(string? filter, IReadOnlyCollection<string> values, CancellationToken cancel)
    {
        var request = new DescribeKeyPairsRequest
        {
            IncludePublicKey = true,
            Filters = filter is null ? null : [new Filter(filter, values.Select(FilterValue.Exactly).ToList())],
        };
        var response = await requests.SendAsync(
            "ec2:DescribeKeyPairs", string.Join(", ", values), stop => client.DescribeKeyPairsAsync(request, stop), cancel).ConfigureAwait(false);
        return (response.KeyPairs ?? []).Select(ToCore).ToList();
    }

    private static Ec2KeyPairInfo ToCore(KeyPairInfo described) => new()
    {
        KeyName = described.KeyName,
        KeyPairId = described.KeyPairId,
        KeyType = described.KeyType?.Value,
        Fingerprint = described.KeyFingerprint,
        PublicKey = described.PublicKey,
        CreateTime = described.CreateTime?.ToUniversalTime(),
    };
}
