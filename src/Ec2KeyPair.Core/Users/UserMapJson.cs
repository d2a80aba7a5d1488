using System.Text.Json;

namespace Ec2KeyPair.Core.Users;

/// <summary>Reads the map's JSON. What it does not know it refuses: a misspelt condition would make a rule fit everything.</summary>
internal static class UserMapJson
{
    private const int MostRules = 1000;
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 };

    /// <exception cref="JsonException">It is no map; the message says where.</exception>
    internal static IReadOnlyList<UserMapRule> Read(byte[] content)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var start = content.AsSpan().StartsWith(mark) ? mark.Length : 0;
        using var document = JsonDocument.Parse(content.AsMemory(start), Options);
        IReadOnlyList<UserMapRule>? rules = null;
        foreach (var property in Members(document.RootElement, "the file"))
        {
            rules = property.Name == "users" ? ReadRules(property.Value) : throw new JsonException($"'{property.Name}' is not known; 'users' is.");
        }

        return rules ?? throw new JsonException("it has no 'users'.");
    }

    private static List<UserMapRule> ReadRules(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostRules) throw new JsonException($"'users' has to be a list of at most {MostRules} rules.");
        return value.EnumerateArray().Select((rule, index) => ReadRule(rule, $"rule {index + 1}")).ToList();
    }

    private static UserMapRule ReadRule(JsonElement value, string where)
    {
        string? user = null, instanceId = null, imageId = null, imageName = null;
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in Members(value, where))
        {
            switch (property.Name)
            {
                case "user": user = Text(property.Value, where); break;
                case "instanceId": instanceId = Text(property.Value, where); break;
                case "imageId": imageId = Text(property.Value, where); break;
                case "imageName": imageName = Text(property.Value, where); break;
                case "tag":
                    foreach (var tag in Members(property.Value, where)) tags[tag.Name] = Text(tag.Value, where);
                    break;
                default: throw new JsonException($"{where} has '{property.Name}', which is not known.");
            }
        }

        if (user is null) throw new JsonException($"{where} has no 'user'.");
        return tags.Count > 0 || (instanceId ?? imageId ?? imageName) is not null
            ? new UserMapRule(user, instanceId, imageId, imageName, tags)
            : throw new JsonException($"{where} has no condition and would fit every instance; say so with \"instanceId\": \"*\".");
    }

    private static IEnumerable<JsonProperty> Members(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw new JsonException($"{where} has to be an object.");

    private static string Text(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new JsonException($"{where} has a value that is no text, or an empty one.");
}
