using System.Buffers;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Volumes;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>Volume ids in requests.</summary>
internal static class VolumeIds
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    public static Volume One(Ec2Call call) => Find(call, call.Parameters.Required("VolumeId"));

    public static Volume Find(Ec2Call call, string id)
    {
        if (!id.StartsWith("vol-", StringComparison.Ordinal) || id.Length is not (12 or 21) || id.AsSpan(4).IndexOfAnyExcept(Hex) >= 0)
        {
            throw AwsException.InvalidParameter("volumeId", id, "Expected: 'vol-...'.");
        }

        return call.Region.Volumes.Find(id) ?? throw new AwsException("InvalidVolume.NotFound", $"The volume '{id}' does not exist.");
    }
}
