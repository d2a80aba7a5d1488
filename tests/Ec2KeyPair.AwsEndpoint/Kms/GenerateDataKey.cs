using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Ssm;

namespace Ec2KeyPair.AwsEndpoint.Kms;

/// <summary>https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html</summary>
internal static class GenerateDataKey
{
    public static readonly JsonAction Action = new("TrentService.GenerateDataKey", "kms", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var keyId = call.Required("KeyId");
        var known = call.Region.DataKeys.KeyIds;
        if (known.Count > 0 && !known.Contains(keyId)) throw new AwsException("NotFoundException", $"Key '{keyId}' does not exist");
        var bytes = call.Number("NumberOfBytes") ?? (call.Text("KeySpec") switch { "AES_256" => 32, "AES_128" => 16, _ => 0 });
        if (bytes is < 1 or > 1024) throw JsonCall.Invalid("NumberOfBytes", "Member must be between 1 and 1024");
        var context = (call.Body["EncryptionContext"] as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => (string?)entry.Value ?? "");
        var (plaintext, blob) = call.Region.DataKeys.Generate(bytes, context);
        return new JsonObject { ["KeyId"] = keyId, ["Plaintext"] = Convert.ToBase64String(plaintext), ["CiphertextBlob"] = Convert.ToBase64String(blob) };
    }
}
