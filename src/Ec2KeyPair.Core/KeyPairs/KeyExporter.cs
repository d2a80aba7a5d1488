using System.Text;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Writes keys of the store to files of the user's, private from the first byte.</summary>
public static class KeyExporter
{
    /// <summary>Writes the private key.</summary>
    /// <param name="key">The opened key.</param>
    /// <param name="path">Full path of the new file.</param>
    /// <param name="encoding">How to write it.</param>
    /// <param name="passphrase">Encrypts it; null for an unencrypted file.</param>
    /// <param name="overwrite">Replace a file that is there.</param>
    /// <exception cref="Errors.Ec2KeyPairException">KeyPairExists, FileExists: it is no file; KeyEncodingUnsupported, FileWriteFailed.</exception>
    public static void WritePrivate(PrivateKey key, string path, PrivateKeyEncoding encoding, Passphrase? passphrase, bool overwrite)
    {
        var content = KeyFile.WritePrivateKey(key, encoding, passphrase);
        try
        {
            Write(path, content, overwrite);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>Writes the public half.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyPairExists, FileExists: it is no file; PassphraseRequired, KeyEncodingUnsupported, FileWriteFailed.</exception>
    public static void WritePublic(LocalKeyPair keyPair, string path, PublicKeyEncoding encoding, bool overwrite)
    {
        var line = keyPair.PublicKey ?? throw new Errors.Ec2KeyPairException(
            Errors.ErrorCondition.PassphraseRequired,
            $"'{keyPair.Path}' hides its public half too.",
            keyPair.Name,
            "Set its passphrase anew with Protect-EC2KeyPairLocal, which notes the public half beside it.");
        var key = KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line));
        Write(path, KeyFile.WritePublicKey(key, encoding, keyPair.Comment), overwrite);
    }

    /// <summary>The path itself; for an existing folder, the file in it that is named for the key.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="name">The key name.</param>
    /// <param name="encoding">Of the private key; null for the public half.</param>
    public static string FileIn(string path, string name, PrivateKeyEncoding? encoding) => Directory.Exists(path)
        ? Path.Combine(path, KeyFileName.For(name) + (encoding is { } written ? KeyStoreEntry.ExtensionOf(written) : ".pub"))
        : path;

    private static void Write(string path, byte[] content, bool overwrite)
    {
        if (overwrite) PrivateFile.ReplaceFile(path, content);
        else PrivateFile.Create(path, content, "Choose another path, or use -Force.");
    }
}
