using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Usage;

/// <summary>The private halves on this machine, to be found by public key, key pair id or name. Read once, opened never.</summary>
public sealed class HeldKeys
{
    private readonly ILookup<PublicKey, LocalKeyPair> _byPublicKey;
    private readonly ILookup<string, LocalKeyPair> _byKeyPairId;
    private readonly ILookup<string, LocalKeyPair> _byName;

    /// <summary>Takes note of them; files that hold a public key only don't count.</summary>
    public HeldKeys(IEnumerable<LocalKeyPair> keyPairs)
    {
        var held = keyPairs.Where(keyPair => keyPair.HasPrivateKey).GroupBy(keyPair => keyPair.Path, StringComparer.Ordinal).Select(same => same.First()).ToList();
        _byPublicKey = held.Select(keyPair => (Key: Read(keyPair.PublicKey), KeyPair: keyPair)).Where(pair => pair.Key is not null)
            .ToLookup(pair => pair.Key!, pair => pair.KeyPair);
        // Where the file hides its public half, what the module noted when it published it.
        _byKeyPairId = held.Where(keyPair => keyPair.PublicKey is null)
            .SelectMany(keyPair => keyPair.PublishedTo.Where(where => where.KeyPairId is not null), (keyPair, where) => (Id: where.KeyPairId!, KeyPair: keyPair))
            .ToLookup(pair => pair.Id, pair => pair.KeyPair, StringComparer.Ordinal);
        _byName = held.ToLookup(keyPair => keyPair.Name, StringComparer.Ordinal);
    }

    /// <summary>Those of a key pair that EC2 has.</summary>
    /// <param name="described">The key pair.</param>
    /// <param name="publicKey">Its public key, where EC2 tells it.</param>
    internal IReadOnlyList<PrivateKeyHolding> Of(Ec2KeyPairInfo described, PublicKey? publicKey)
    {
        var certain = publicKey is null ? [] : _byPublicKey[publicKey].Select(keyPair => Holding(keyPair, HoldingEvidence.PublicKey));
        var published = described.KeyPairId is null ? [] : _byKeyPairId[described.KeyPairId].Select(keyPair => Holding(keyPair, HoldingEvidence.Published));
        return certain.Concat(published).ToList();
    }

    /// <summary>Those of a name under which EC2 has nothing.</summary>
    internal IReadOnlyList<PrivateKeyHolding> Named(string keyName) =>
        _byName[keyName].Select(keyPair => Holding(keyPair, HoldingEvidence.Name)).ToList();

    /// <summary>A public key from EC2 or from a key file; null where there is none that could be read.</summary>
    internal static PublicKey? Read(string? line)
    {
        if (string.IsNullOrEmpty(line)) return null;
        try
        {
            return KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line));
        }
        catch (Ec2KeyPairException)
        {
            return null; // Old key pairs of odd lengths: nothing here can be their other half.
        }
    }

    private static PrivateKeyHolding Holding(LocalKeyPair keyPair, HoldingEvidence evidence) => new()
    {
        Name = keyPair.Name,
        Path = keyPair.Path,
        KeyEncoding = keyPair.KeyEncoding,
        IsEncrypted = keyPair.IsEncrypted,
        HasPrivateAccessOnly = keyPair.HasPrivateAccessOnly,
        Evidence = evidence,
    };
}
