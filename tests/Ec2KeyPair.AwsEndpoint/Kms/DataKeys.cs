using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Ec2KeyPair.AwsEndpoint.Kms;

/// <summary>Data keys of one Region: what a blob stands for, and the encryption context that opens it.</summary>
public sealed class DataKeys
{
    private readonly ConcurrentDictionary<string, (byte[] Plaintext, Dictionary<string, string> Context)> _keys = new(StringComparer.Ordinal);

    /// <summary>Keys that exist, by id, ARN or alias; empty: every name does.</summary>
    public HashSet<string> KeyIds { get; } = new(StringComparer.Ordinal);

    internal (byte[] Plaintext, byte[] Blob) Generate(int bytes, Dictionary<string, string> context)
    {
        var (plaintext, blob) = (RandomNumberGenerator.GetBytes(bytes), RandomNumberGenerator.GetBytes(184));
        _keys[Convert.ToHexString(blob)] = (plaintext, context);
        return (plaintext, blob);
    }

    /// <summary>The key of a blob; null when there is none, or the context is another.</summary>
    internal byte[]? Decrypt(byte[] blob, Dictionary<string, string> context) =>
        _keys.TryGetValue(Convert.ToHexString(blob), out var key)
        && key.Context.Count == context.Count && context.All(entry => key.Context.GetValueOrDefault(entry.Key) == entry.Value)
            ? key.Plaintext
            : null;
}
