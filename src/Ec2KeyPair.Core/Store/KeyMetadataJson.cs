using System.Text.Json;
using System.Text.Json.Serialization;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

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

    /// <summary>The metadata in this file; null when there is none, or none that makes sense.</summary>
    /// <remarks>A file that is there and can't be read is an error, or the next writer would lose what stands in it.</remarks>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal static KeyMetadata? TryRead(string path)
    {
        try
        {
            if (PathStatus.Of(path) is not { Kind: PathKind.File }) return null;
            return SharedFile.Read(path, LargestFile) is { } content ? Parse(content) : null;
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
            return null;
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(path, e);
        }
    }

    /// <summary>What any bytes hold as metadata; null when it is none.</summary>
    internal static KeyMetadata? Parse(byte[] content)
    {
        try
        {
            ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
            var text = content.AsSpan();
            if (text.StartsWith(mark)) text = text.Slice(mark.Length);
            return JsonSerializer.Deserialize(text, Default.KeyMetadata) is { } metadata ? Sound(metadata) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            // Whatever the file has become, the key file beside it tells what matters.
            return null;
        }
    }

    // The file may be anybody's work: nulls where the types promise none, and texts that would upset a terminal.
    private static KeyMetadata? Sound(KeyMetadata metadata)
    {
        if (metadata.Name is null || metadata.Encoding is null || metadata.PublicKey is null) return null;
        return metadata with
        {
            Ec2Created = IsShown(metadata.Ec2Created) ? metadata.Ec2Created : null,
            Comment = IsShown(metadata.Comment) ? metadata.Comment : Printable.Text(metadata.Comment),
            PublishedTo = (metadata.PublishedTo ?? []).Where(IsSound).ToList(),
        };
    }

    private static bool IsSound(PublishedKeyPair? where) =>
        where is { Region: { Length: > 0 } region, KeyName: { Length: > 0 } name }
        && IsShown(region) && IsShown(name) && IsShown(where.KeyPairId) && IsShown(where.Fingerprint);

    private static bool IsShown(string? text) => text is null || Printable.Text(text) == text;
}
