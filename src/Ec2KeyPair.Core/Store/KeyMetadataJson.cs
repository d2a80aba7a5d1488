using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ec2KeyPair.Core.Store;

/// <summary>Metadata as JSON, without reflection at run time.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyMetadata))]
internal sealed partial class KeyMetadataJson : JsonSerializerContext
{
    private const int LargestFile = 256 * 1024;

    internal static byte[] Write(KeyMetadata metadata) => JsonSerializer.SerializeToUtf8Bytes(metadata, Default.KeyMetadata);

    /// <summary>The metadata in this file; null when there is none, or none that this version can read.</summary>
    internal static KeyMetadata? TryRead(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > LargestFile) return null;
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), Default.KeyMetadata);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Whatever the file has become, the key file beside it tells what matters.
            return null;
        }
    }
}
