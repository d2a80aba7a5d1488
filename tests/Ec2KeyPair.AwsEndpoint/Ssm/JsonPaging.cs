using System.Globalization;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>MaxResults and NextToken of Systems Manager's lists.</summary>
internal static class JsonPaging
{
    /// <summary>Writes one page of the found under a name, and the token where there are more.</summary>
    public static JsonObject Page<T>(JsonCall call, string name, IReadOnlyList<T> found, Func<T, JsonNode> write, int least, int most, int otherwise)
    {
        var size = Limited(call, "MaxResults", least, most) ?? otherwise;
        var start = 0;
        if (call.Text("NextToken") is { Length: > 0 } token && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start) || start > found.Count))
        {
            throw new AwsException("InvalidNextToken", "The specified token isn't valid.");
        }

        var answer = new JsonObject { [name] = new JsonArray([.. found.Skip(start).Take(size).Select(write)]) };
        if (found.Count - start > size)
        {
            answer["NextToken"] = (start + size).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    /// <summary>A number within its bounds, null where there is none.</summary>
    public static int? Limited(JsonCall call, string name, int least, int most) => call.Number(name) switch
    {
        { } number when number < least => throw JsonCall.Invalid(name, $"Member must have value greater than or equal to {least}"),
        { } number when number > most => throw JsonCall.Invalid(name, $"Member must have value less than or equal to {most}"),
        var number => number,
    };
}
