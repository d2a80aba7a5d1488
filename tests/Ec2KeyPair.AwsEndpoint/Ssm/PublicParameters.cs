using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>Parameters that AWS itself offers in every account, as far as somebody here asks for them: the latest images of Amazon Linux.</summary>
internal static class PublicParameters
{
    private const string LatestImages = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    public static StoredParameter? Find(RegionState region, string name) => name == LatestImages
        && region.Cloud.Images.Find(image => image.Name.StartsWith("al2023-ami-", StringComparison.Ordinal)) is { } image
            ? new StoredParameter(name, "String", image.Id, 1, "Standard", null, null, DateTimeOffset.UtcNow)
            : null;
}
