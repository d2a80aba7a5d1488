using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ec2KeyPair.Core.Store;

/// <summary>What the small file beside a private key tells of it. Holds nothing secret.</summary>
/// <remarks>Fields that a later version of the module adds survive a rewrite by this one.</remarks>
internal sealed record KeyMetadata
{
    /// <summary>The exact EC2 key name.</summary>
    public required string Name { get; init; }

    /// <summary>The file's encoding, a name of <see cref="Keys.PrivateKeyEncoding"/>.</summary>
    public required string Encoding { get; init; }

    /// <summary>True when a passphrase opens the key.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The public half as an OpenSSH line.</summary>
    public required string PublicKey { get; init; }

    /// <summary>EC2's fingerprint for a created RSA key: the private half alone can tell it.</summary>
    public string? Ec2Created { get; init; }

    /// <summary>The comment in the key file.</summary>
    public string? Comment { get; init; }

    /// <summary>When the key was put here.</summary>
    public DateTime CreatedUtc { get; init; }

    /// <summary>Length of the key file in bytes; another length means that somebody else wrote it.</summary>
    public long FileLength { get; init; }

    /// <summary>When the key file was written; with the same length and time the file is taken for the same.</summary>
    public DateTime? FileModifiedUtc { get; init; }

    /// <summary>SHA-256 of the key file in base64, for a copy of the store, whose files have other times.</summary>
    /// <remarks>Not secret: of a key's 2^256 and more possibilities it helps to try none.</remarks>
    public string? FileSha256 { get; init; }

    /// <summary>The digest of the file that this one took the place of: the same key, and after a crash still the one that stands here.</summary>
    public string? ReplacedSha256 { get; init; }

    /// <summary>Where the public half has been published.</summary>
    public IReadOnlyList<PublishedKeyPair> PublishedTo { get; init; } = [];

    /// <summary>What this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}
