using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Windows;

/// <summary>Decrypts password data that somebody has fetched already, with a key of this machine and without AWS.</summary>
/// <remarks>One RSA private operation each; the key is opened once.</remarks>
/// <param name="file">The one private key.</param>
/// <param name="opened">Opens it.</param>
public sealed class OfflinePasswords(LocalKeyPair file, OpenedKeyFiles opened) : IDisposable
{
    // Far more than RSA-4096 takes.
    private const int MostCharacters = 4096;
    private LaunchKey? _key;

    /// <summary>Decrypts one.</summary>
    /// <param name="passwordData">Base64, as GetPasswordData answers it.</param>
    /// <param name="instanceId">Of whom it is; null where nobody says.</param>
    /// <param name="userName">The account; null for the usual one.</param>
    /// <exception cref="Ec2KeyPairException">
    /// PasswordDataNotReady: it is empty; PasswordDataInvalid, PrivateKeyMismatch, LaunchKeyUnsupported,
    /// PassphraseRequired, PassphraseIncorrect, or a key file condition.
    /// </exception>
    public async Task<WindowsPasswordResult> DecryptAsync(string passwordData, string? instanceId, string? userName)
    {
        var ciphertext = Read(passwordData, instanceId);
        var key = _key ??= await OpenAsync().ConfigureAwait(false);
        var password = ciphertext.Length == key.CiphertextLength
            ? PasswordText.Decrypt(ciphertext, key, instanceId)
            : throw new Ec2KeyPairException(
                ErrorCondition.PrivateKeyMismatch,
                $"The password data has {ciphertext.Length} bytes; what is encrypted under '{key.Description}' has {key.CiphertextLength}.",
                instanceId,
                "Give the private key that the instance was launched with.");
        return new WindowsPasswordResult(instanceId, userName ?? WindowsPasswordResult.UsualUserName, password, key.KeyName, null, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        opened.Dispose();
    }

    private async Task<LaunchKey> OpenAsync() => await opened.OpenAsync(file).ConfigureAwait(false) is RsaPrivateKey rsa
        ? new LaunchKey(file.Name, file.Path, rsa)
        : throw new Ec2KeyPairException(
            ErrorCondition.LaunchKeyUnsupported,
            $"'{file.Path}' is an ED25519 key: EC2 encrypts Windows passwords under RSA keys only.",
            file.Path,
            "Give the private key that the instance was launched with.");

    private static byte[] Read(string passwordData, string? instanceId)
    {
        if (string.IsNullOrWhiteSpace(passwordData))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.PasswordDataNotReady, $"The password data of {instanceId ?? "the instance"} is empty.", instanceId, "Fetch it again later.");
        }

        try
        {
            if (passwordData.Length <= MostCharacters) return Convert.FromBase64String(passwordData);
        }
        catch (FormatException)
        {
            // Said below, without repeating what was given.
        }

        throw new Ec2KeyPairException(
            ErrorCondition.PasswordDataInvalid, $"The password data of {instanceId ?? "the instance"} is not base64.", instanceId, "Give it as GetPasswordData answers it.");
    }
}
