using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>One way to write private keys into files. Implementations hold no state.</summary>
internal interface IPrivateKeyFormat
{
    /// <summary>The encodings that <see cref="Write"/> takes.</summary>
    IReadOnlyList<PrivateKeyEncoding> Encodings { get; }

    /// <summary>True when the content is of this format, sound or not.</summary>
    bool Recognises(KeyContent content);

    /// <summary>What shows without the passphrase.</summary>
    KeyFileInfo Inspect(KeyContent content);

    /// <summary>Reads the key; the passphrase is looked at only when the file is encrypted.</summary>
    PrivateKey Read(KeyContent content, Passphrase? passphrase);

    /// <summary>Writes the key; a null passphrase writes it unencrypted.</summary>
    byte[] Write(PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase);
}

/// <summary>One way to write public keys into files. Implementations hold no state.</summary>
internal interface IPublicKeyFormat
{
    /// <summary>The encodings that <see cref="Write"/> takes.</summary>
    IReadOnlyList<PublicKeyEncoding> Encodings { get; }

    /// <summary>True when the content is of this format, sound or not.</summary>
    bool Recognises(KeyContent content);

    /// <summary>Reads everything: nothing in a public key file is hidden. PublicKey is never null.</summary>
    KeyFileInfo Read(KeyContent content);

    /// <summary>Writes the key.</summary>
    byte[] Write(PublicKey key, PublicKeyEncoding encoding, string? comment);
}
