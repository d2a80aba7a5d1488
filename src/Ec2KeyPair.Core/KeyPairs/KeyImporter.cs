using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Adopts private key files into the key store: as plain ASCII with LF, in the encoding they have.</summary>
public sealed class KeyImporter(KeyStore store)
{
    /// <summary>Adopts one file. The file itself stays where it is.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="name">The key name; null for the file's name without extension.</param>
    /// <param name="passphrase">Opens it; not needed where the file shows its public half (OpenSSH, PPK).</param>
    /// <returns>The key pair in the store, also when it was there already.</returns>
    /// <exception cref="Ec2KeyPairException">
    /// KeyPairExists: another key has the name; PrivateKeyRequired, PassphraseRequired, PassphraseIncorrect,
    /// KeyNameInvalid, FileReadFailed, FileWriteFailed, or a key file condition.
    /// </exception>
    public LocalKeyPair Import(string path, string? name, Passphrase? passphrase)
    {
        var described = KeyFileInspection.Inspect(path, name, passphrase);
        if (!described.HasPrivateKey || !Enum.TryParse<PrivateKeyEncoding>(described.KeyEncoding, out var encoding)) throw NoPrivateKey(path);
        if (store.Find(described.Name) is { } here) return Same(here, described);
        if (described.IsEncrypted && passphrase is null) return AdoptAsItIs(described, encoding);
        using var key = KeyFileInspection.Open(path, passphrase);
        var written = encoding == PrivateKeyEncoding.Pkcs8Der ? PrivateKeyEncoding.Pkcs8 : encoding;
        return store.Add(described.Name, key, EncodingChoice.ForRewrite(written, described.IsEncrypted), described.IsEncrypted ? passphrase : null);
    }

    private LocalKeyPair AdoptAsItIs(LocalKeyPair described, PrivateKeyEncoding encoding)
    {
        var content = KeyFileInspection.ReadContent(described.Path);
        try
        {
            // ssh and PuTTY want plain text; to write it anew takes the passphrase.
            var isPlain = content.All(value => value is (byte)'\n' or (>= 0x20 and <= 0x7E));
            return described.PublicKey is not null && isPlain && encoding is PrivateKeyEncoding.OpenSsh or PrivateKeyEncoding.Ppk
                ? store.Adopt(described, content, encoding)
                : throw new Ec2KeyPairException(
                    ErrorCondition.PassphraseRequired,
                    $"'{described.Path}' is encrypted and has to be written anew to be kept, for which its passphrase is needed.",
                    described.Path,
                    "Give the passphrase with -Passphrase.");
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    private static LocalKeyPair Same(LocalKeyPair here, LocalKeyPair described) =>
        KeyDescription.IsSameKey(here.PublicKey, described.PublicKey)
            ? here
            : throw new Ec2KeyPairException(
                ErrorCondition.KeyPairExists,
                $"The key store has another key named '{described.Name}' ({here.Path}); nothing was overwritten.",
                described.Path,
                "Give another name with -Name.");

    private static Ec2KeyPairException NoPrivateKey(string path) => new(
        ErrorCondition.PrivateKeyRequired,
        $"'{path}' holds a public key only; there is nothing to keep safe.",
        path,
        "Give the private key file.");
}
