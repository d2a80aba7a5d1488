using System.Text.Json.Nodes;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html: up to ten; unknown names are listed, not refused.</summary>
internal static class GetParameters
{
    public static readonly JsonAction Action = new("AmazonSSM.GetParameters", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var names = call.Texts("Names");
        if (names.Count is 0 or > 10)
        {
            throw JsonCall.Invalid("Names", names.Count == 0 ? "Member must not be null" : "Member must have length less than or equal to 10");
        }

        var found = new JsonArray();
        var invalid = new JsonArray();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (call.Region.Parameters.Find(name) is { } parameter)
            {
                found.Add((JsonNode)ParameterStore.Write(parameter, call.Flag("WithDecryption"), call.Region.Name, call.Region.AccountId));
            }
            else
            {
                invalid.Add((JsonNode)name);
            }
        }

        return new JsonObject { ["InvalidParameters"] = invalid, ["Parameters"] = found };
    }
}
