using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html: 4 KB in the standard tier, 8 KB in the advanced one.</summary>
internal static partial class PutParameter
{
    public static readonly JsonAction Action = new("AmazonSSM.PutParameter", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var name = call.Required("Name");
        var value = call.Required("Value");
        if (!Names().IsMatch(name) || name.StartsWith("aws", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ssm", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("/aws", StringComparison.OrdinalIgnoreCase) || name.StartsWith("/ssm", StringComparison.OrdinalIgnoreCase))
        {
            throw new AwsException("ValidationException", "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive), and may hold only letters, digits and . - _ /");
        }

        var existing = call.Region.Parameters.Find(name);
        var type = call.Text("Type") ?? existing?.Type
            ?? throw new AwsException("ValidationException", "A parameter type is required when you create a parameter.");
        if (type is not ("String" or "StringList" or "SecureString"))
        {
            throw JsonCall.Invalid("Type", "Member must satisfy enum value set: [SecureString, StringList, String]");
        }

        var tier = call.Text("Tier") ?? existing?.Tier ?? "Standard";
        var size = Encoding.UTF8.GetByteCount(value);
        if (tier == "Intelligent-Tiering")
        {
            tier = size > 4096 ? "Advanced" : "Standard";
        }

        if (size > (tier == "Advanced" ? 8192 : 4096))
        {
            throw new AwsException("ValidationException", tier == "Advanced"
                ? "Advanced tier parameters support a maximum parameter value of 8192 characters."
                : "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html");
        }

        if (value.Contains("{{", StringComparison.Ordinal))
        {
            throw new AwsException("ValidationException", "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.");
        }

        if (existing is not null && !call.Flag("Overwrite"))
        {
            throw new AwsException("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }

        var version = (existing?.Version ?? 0) + 1;
        call.Region.Parameters.Put(new StoredParameter(
            name, type, value, version, tier, type == "SecureString" ? call.Text("KeyId") ?? "alias/aws/ssm" : null, call.Text("Description"), call.Region.Now));
        return new JsonObject { ["Tier"] = tier, ["Version"] = version };
    }

    [GeneratedRegex("^[a-zA-Z0-9_.\\-/]{1,1011}$")]
    private static partial Regex Names();
}
