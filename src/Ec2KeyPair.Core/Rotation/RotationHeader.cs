using System.Text.Json;
using Ec2KeyPair.Core.AuthorizedKeys;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>What a rotation is about: the first line of its journal. Public halves and names; nothing in it is secret.</summary>
/// <param name="NewKey">The new key.</param>
/// <param name="NewKeySource">Its name in the key store, or the path of its file: from where the private half is opened again.</param>
/// <param name="InstanceIds">The instances, each once.</param>
public sealed record RotationHeader(AuthorizedKeyText NewKey, string NewKeySource, IReadOnlyList<string> InstanceIds)
{
    private const int Version = 1;
    private const string Mark = "ec2keypair-rotation";

    /// <summary>The key to be replaced; null for each instance's launch key.</summary>
    public AuthorizedKeyText? OldKey { get; init; }

    /// <summary>The old key's name in the key store, or the path of its file; null where only its public half was given.</summary>
    public string? OldKeySource { get; init; }

    /// <summary>The account; null for each instance's likeliest one.</summary>
    public string? UserName { get; init; }

    /// <summary>The Region, by its system name.</summary>
    public string? Region { get; init; }

    /// <summary>By which way the keys are changed.</summary>
    public RotationRoute Via { get; init; }

    /// <summary>Launch templates get a version with the new key pair.</summary>
    public bool UpdatesLaunchTemplates { get; init; }

    internal byte[] ToLine()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber(Mark, Version);
            json.WriteString("newKey", NewKey.Line);
            json.WriteString("newKeySource", NewKeySource);
            if (OldKey is not null) json.WriteString("oldKey", OldKey.Line);
            if (OldKeySource is not null) json.WriteString("oldKeySource", OldKeySource);
            if (UserName is not null) json.WriteString("userName", UserName);
            if (Region is not null) json.WriteString("region", Region);
            json.WriteString("via", Via.ToString());
            json.WriteBoolean("templates", UpdatesLaunchTemplates);
            json.WriteStartArray("instances");
            foreach (var id in InstanceIds) json.WriteStringValue(id);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Reads a line; null when it is none of this version.</summary>
    internal static RotationHeader? Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.GetProperty(Mark).GetInt32() != Version || !Enum.TryParse<RotationRoute>(Text("via"), out var via)) return null;
            return new RotationHeader(
                AuthorizedKeyText.Parse(Text("newKey")!), Text("newKeySource")!, root.GetProperty("instances").EnumerateArray().Select(id => id.GetString()!).ToList())
            {
                OldKey = Text("oldKey") is { } old ? AuthorizedKeyText.Parse(old) : null,
                OldKeySource = Text("oldKeySource"),
                UserName = Text("userName"),
                Region = Text("region"),
                Via = via,
                UpdatesLaunchTemplates = root.GetProperty("templates").GetBoolean(),
            };

            string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or NullReferenceException or Errors.Ec2KeyPairException)
        {
            return null;
        }
    }
}
