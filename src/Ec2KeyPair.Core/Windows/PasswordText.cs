using System.Security;
using System.Security.Cryptography;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Windows;

/// <summary>Opens password data: RSA PKCS#1 v1.5 ciphertext under the launch key (EC2 API Reference, GetPasswordData).</summary>
internal static class PasswordText
{
    /// <summary>Decrypts into a SecureString; no readable copy stays behind.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyMismatch: the key is not the launch key.</exception>
    internal static SecureString Decrypt(byte[] ciphertext, LaunchKey key, string? instanceId) =>
        TryDecrypt(ciphertext, key) ?? throw new Ec2KeyPairException(
            ErrorCondition.PrivateKeyMismatch,
            $"The private key '{key.Description}' does not open the password data of {instanceId ?? "the instance"}.",
            instanceId,
            $"The instance was launched with the key pair '{key.KeyName}': give that key with -KeyPath.");

    /// <summary>The same; null when the key is not the launch key.</summary>
    internal static SecureString? TryDecrypt(byte[] ciphertext, LaunchKey key)
    {
        byte[] text;
        try
        {
            text = key.Decrypt(ciphertext);
        }
        catch (CryptographicException)
        {
            return null;
        }

        try
        {
            // Some platforms answer a wrong key with random bytes instead of an error.
            return text.Length > 0 && SecretText.IsPrintableAscii(text) ? SecretText.ToSecureString(text) : null;
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }
}
