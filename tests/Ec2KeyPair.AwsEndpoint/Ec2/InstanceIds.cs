using System.Buffers;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>Instance ids in requests: malformed and unknown ones are different errors.</summary>
internal static class InstanceIds
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    public static Instance One(Ec2Call call) => All(call.Region, [call.Parameters.Required("InstanceId")])[0];

    public static List<Instance> Many(Ec2Call call)
    {
        var ids = call.Parameters.Values("InstanceId");
        return ids.Count == 0 ? throw AwsException.MissingParameter("InstanceId") : All(call.Region, ids);
    }

    public static List<Instance> All(RegionState region, List<string> ids)
    {
        var found = new List<Instance>(ids.Count);
        List<string>? missing = null;
        foreach (var id in ids)
        {
            if (!IsWellFormed(id))
            {
                throw new AwsException("InvalidInstanceID.Malformed", $"Invalid id: \"{id}\"");
            }

            if (region.Find(id) is { } instance)
            {
                found.Add(instance);
            }
            else
            {
                (missing ??= []).Add(id);
            }
        }

        return missing is null ? found : throw new AwsException("InvalidInstanceID.NotFound", missing.Count == 1
            ? $"The instance ID '{missing[0]}' does not exist"
            : $"The instance IDs '{string.Join(", ", missing)}' do not exist");
    }

    private static bool IsWellFormed(string id) =>
        id.StartsWith("i-", StringComparison.Ordinal) && id.Length is 10 or 19 && id.AsSpan(2).IndexOfAnyExcept(Hex) < 0;
}
