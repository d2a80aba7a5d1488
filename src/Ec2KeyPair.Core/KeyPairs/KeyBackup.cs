using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Keeps private keys in Parameter Store and takes them back from there.</summary>
public sealed class KeyBackup(KeyStore store, IParameterApi parameters)
{
    // The standard tier's limit. The advanced tier costs money and there is no way back from it.
    private const int MostBytes = 4096;

    /// <summary>Writes the key file as it is, an encrypted one encrypted, and reads it back to prove that it is there.</summary>
    /// <exception cref="Ec2KeyPairException">
    /// KeyEncodingUnsupported: Parameter Store can't hold the file; ParameterExists; FileReadFailed, or an Aws condition.
    /// </exception>
    public async Task BackupAsync(LocalKeyPair keyPair, string parameterName, string? kmsKeyId, bool overwrite, CancellationToken cancel)
    {
        var content = Content(keyPair);
        try
        {
            if (await HoldsAsync(parameterName, content, overwrite, cancel).ConfigureAwait(false)) return;
            var isWritten = await parameters.PutSecureAsync(parameterName, content, kmsKeyId, overwrite, cancel).ConfigureAwait(false);
            if (await HoldsAsync(parameterName, content, isWritten, cancel).ConfigureAwait(false)) return;
            throw new Ec2KeyPairException(
                ErrorCondition.AwsRequestFailed,
                $"The parameter '{parameterName}' in {parameters.Region} was written, but reads back as another value.",
                parameterName,
                "Somebody else may be writing it at this moment; try again.");
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>Takes a private key into the key store; the same key being there already is fine.</summary>
    /// <param name="parameterName">Where it is.</param>
    /// <param name="name">The name to keep it under.</param>
    /// <param name="expected">What EC2 says of the key; null where nothing is known.</param>
    /// <param name="passphrase">Opens an encrypted key; it stays encrypted.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <exception cref="Ec2KeyPairException">
    /// ParameterNotFound, PrivateKeyMismatch, KeyPairExists: another key has the name here; PassphraseRequired,
    /// KeyNameInvalid, FileWriteFailed, a key file condition or an Aws condition.
    /// </exception>
    public async Task<LocalKeyPair> RestoreAsync(
        string parameterName, string name, Ec2KeyPairInfo? expected, Passphrase? passphrase, CancellationToken cancel)
    {
        KeyFileName.ThrowIfInvalid(name);
        using var found = await parameters.FindAsync(parameterName, cancel).ConfigureAwait(false)
            ?? throw new Ec2KeyPairException(
                ErrorCondition.ParameterNotFound,
                $"Parameter Store in {parameters.Region} has no parameter '{parameterName}'.",
                parameterName,
                "Check the name, the Region and the account (-Region, -ProfileName).");
        using var key = Read(parameterName, found, passphrase);
        if (expected is not null) ThrowIfOther(parameterName, key, expected);
        cancel.ThrowIfCancellationRequested();
        var kept = Keep(name, key, KeyFile.Inspect(found.Utf8).PrivateEncoding!.Value, passphrase);
        return expected is null
            ? kept
            : store.Published(kept, new PublishedKeyPair(parameters.Region, expected.KeyName, expected.KeyPairId, expected.Fingerprint));
    }

    private static byte[] Content(LocalKeyPair keyPair)
    {
        byte[]? content;
        try
        {
            content = SharedFile.Read(keyPair.Path, KeyFileLimits.MaxFileBytes);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(keyPair.Path, e);
        }

        var fault = content is null || content.Length > MostBytes ? $"has more than {MostBytes:N0} bytes, which is all that a standard parameter holds"
            : Array.Exists(content, value => value is 0 or > 126) ? "is not plain text"
            : content.AsSpan().IndexOf("{{"u8) >= 0 ? "holds '{{', which Parameter Store takes for a reference to another parameter"
            : null;
        if (fault is null) return content!;
        if (content is not null) Array.Clear(content, 0, content.Length);
        throw new Ec2KeyPairException(
            ErrorCondition.KeyEncodingUnsupported,
            $"'{keyPair.Path}' {fault}.",
            keyPair.Name,
            "Export the key in another encoding (Pkcs8 is text and the shortest one with a passphrase), and back that up.");
    }

    private async Task<bool> HoldsAsync(string parameterName, byte[] content, bool otherIsFine, CancellationToken cancel)
    {
        using var there = await parameters.FindAsync(parameterName, cancel).ConfigureAwait(false);
        if (there is null) return false;
        if (there.IsSecure && there.Utf8.AsSpan().SequenceEqual(content)) return true;
        if (otherIsFine) return false;
        throw new Ec2KeyPairException(
            ErrorCondition.ParameterExists,
            there.IsSecure
                ? $"The parameter '{parameterName}' in {parameters.Region} holds another value; it was not overwritten."
                : $"The parameter '{parameterName}' in {parameters.Region} exists and is no SecureString; it was not overwritten.",
            parameterName,
            "Choose another -ParameterName, or overwrite it with -Force.");
    }

    private static PrivateKey Read(string parameterName, ParameterSecret found, Passphrase? passphrase)
    {
        try
        {
            return KeyFile.ReadPrivateKey(found.Utf8, passphrase);
        }
        catch (Ec2KeyPairException e) when (e.Subject is null)
        {
            throw new Ec2KeyPairException(e.Condition, $"The parameter '{parameterName}': {e.Message}", parameterName, e.Mend, e);
        }
    }

    private void ThrowIfOther(string parameterName, PrivateKey key, Ec2KeyPairInfo expected)
    {
        var local = new LocalKeyPair
        {
            Name = expected.KeyName,
            KeyType = key.Type,
            KeyEncoding = "",
            HasPrivateKey = true,
            Path = parameterName,
            PublicKey = key.PublicKey.ToOpenSshLine(),
            Fingerprints = KeyFingerprints.Of(key),
        };
        if (KeyPairComparison.Compare(local, expected) != MatchEvidence.None) return;
        throw new Ec2KeyPairException(
            ErrorCondition.PrivateKeyMismatch,
            $"The private key in '{parameterName}' is not that of EC2's key pair '{expected.KeyName}' in {parameters.Region} (fingerprint {expected.Fingerprint ?? "unknown"}); it was not kept.",
            parameterName,
            "Find out who wrote the parameter; to keep the key all the same, name the parameter with -ParameterName.");
    }

    private LocalKeyPair Keep(string name, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        if (store.Find(name) is { } here) return Same(here, key);
        try
        {
            return store.Add(name, key, encoding == PrivateKeyEncoding.PpkV2 ? PrivateKeyEncoding.Ppk : encoding, passphrase);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.KeyPairExists && store.Find(name) is { } winner)
        {
            return Same(winner, key); // Another process came first.
        }
    }

    private static LocalKeyPair Same(LocalKeyPair here, PrivateKey key) => key.Matches(PublicHalf.Of(here))
        ? here
        : throw new Ec2KeyPairException(
            ErrorCondition.KeyPairExists,
            $"Another private key '{here.Name}' is here; it was not overwritten ({here.Path}).",
            here.Name,
            "Choose another name with -Name.");
}
