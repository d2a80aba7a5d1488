using System.Security;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows;

/// <summary>Opens password data: RSA PKCS#1 v1.5 ciphertext under the launch key (EC2 API Reference, GetPasswordData).</summary>
internal static class PasswordText
{
    /// <summary>Decrypts into a SecureString; no readable copy stays behind.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyMismatch: the key is not the launch key.</exception>
    internal static SecureString Decrypt(byte[] ciphertext, LaunchKey key, string instanceId)
    {
        byte[] text;
        try
        {
            text = key.Decrypt(ciphertext);
        }
        catch (CryptographicException e)
        {
            throw Mismatch(instanceId, key, e);
        }

        try
        {
            // Some platforms answer a wrong key with random bytes instead of an error.
            if (text.Length == 0 || text.Any(IsUnprintable)) throw Mismatch(instanceId, key, null);
            return ToSecureString(text);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static bool IsUnprintable(byte value) => value is < 0x20 or > 0x7E;

    private static SecureString ToSecureString(byte[] ascii)
    {
        var characters = Encoding.ASCII.GetChars(ascii);
        try
        {
            var secure = new SecureString();
            foreach (var character in characters) secure.AppendChar(character);
            secure.MakeReadOnly();
            return secure;
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    private static Ec2KeyPairException Mismatch(string instanceId, LaunchKey key, Exception? cause) => new(
        ErrorCondition.PrivateKeyMismatch,
        $"The private key '{key.Description}' does not open the password data of {instanceId}.",
        instanceId,
        $"The instance was launched with the key pair '{key.KeyName}': give that key with -KeyPath.",
        cause);
}
