using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Where private keys are put by name: the key store, or a folder that the user chose.</summary>
public interface IKeyShelf
{
    /// <summary>Full path at which a key of this name stands or would stand, for -WhatIf.</summary>
    string PathOf(string name, PrivateKeyEncoding encoding);

    /// <summary>The key pair of this name, or null.</summary>
    LocalKeyPair? Find(string name);

    /// <summary>Writes a new private key, private from the first byte and whole or not at all.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyPairExists, KeyNameInvalid, KeyEncodingUnsupported, FileWriteFailed.</exception>
    LocalKeyPair Add(string name, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase);

    /// <summary>Remembers that EC2 has the public half.</summary>
    /// <returns>The key pair with that in it.</returns>
    LocalKeyPair Published(LocalKeyPair keyPair, PublishedKeyPair where);
}
