using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>
/// An action of a JSON 1.1 service: the X-Amz-Target it answers to, the service its caller must have signed for, and what it
/// does. A new one is one file with such a record, and its line in <see cref="JsonApi"/>.
/// </summary>
internal sealed record JsonAction(string Target, string Service, Func<JsonCall, JsonObject> Execute)
{
    public string Name => Target[(Target.LastIndexOf('.') + 1)..];
}

/// <summary>One verified call of a JSON service.</summary>
internal sealed class JsonCall(JsonObject body, RegionState region, LoopbackAws aws, AwsRequest request)
{
    public JsonObject Body { get; } = body;

    public RegionState Region { get; } = region;

    public LoopbackAws Aws { get; } = aws;

    public AwsRequest Request { get; } = request;

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Invalid(name, "Member must not be null");

    public string? Text(string name) => Body[name] is { } node
        ? node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new AwsException("SerializationException", $"{name} is not a string")
        : null;

    public bool Flag(string name) => Body[name] is { } node
        && (node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw new AwsException("SerializationException", $"{name} is not a boolean"));

    public int? Number(string name) => Body[name] is { } node
        ? node is JsonValue value && value.TryGetValue<int>(out var number) ? number : throw new AwsException("SerializationException", $"{name} is not a number")
        : null;

    public IEnumerable<JsonObject> Objects(string name) => (Body[name] as JsonArray ?? []).OfType<JsonObject>();

    public List<string> Texts(string name) => [.. (Body[name] as JsonArray ?? []).Select(node => (string?)node ?? "")];

    /// <summary>A map of lists of strings, as parameters of documents are given.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lists(string name)
    {
        if (Body[name] is null)
        {
            return new Dictionary<string, IReadOnlyList<string>>();
        }

        var map = Body[name] as JsonObject ?? throw new AwsException("SerializationException", $"{name} is not a structure");
        return map.ToDictionary(
            member => member.Key,
            IReadOnlyList<string> (member) =>
                [.. (member.Value as JsonArray ?? throw new AwsException("SerializationException", $"{member.Key} is not a list")).Select(value =>
                    value is JsonValue text && text.TryGetValue<string>(out var one) ? one : throw new AwsException("SerializationException", $"{member.Key} is not a list of strings"))],
            StringComparer.Ordinal);
    }

    public static AwsException Invalid(string name, string why) => new(
        "ValidationException", $"1 validation error detected: Value at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: {why}");
}
