using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Keeps new passwords in Parameter Store as SecureStrings.</summary>
/// <param name="parameters">Parameter Store.</param>
/// <param name="name">Under which names; what has the name is overwritten.</param>
/// <param name="kmsKeyId">The key that encrypts them; null for the account's own key for Parameter Store.</param>
public sealed class PasswordVault(IParameterApi parameters, PasswordParameterName name, string? kmsKeyId)
{
    /// <summary>The parameter of this password.</summary>
    internal string NameFor(NewWindowsPassword password) => name.For(password.Instance.InstanceId, password.UserName);

    /// <summary>Stores one.</summary>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    internal async Task StoreAsync(NewWindowsPassword password, CancellationToken cancel)
    {
        using var text = Passphrase.FromSecureString(password.Password);
        var value = text.Utf8.ToArray();
        try
        {
            await parameters.PutSecureAsync(NameFor(password), value, kmsKeyId, overwrite: true, cancel).ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(value, 0, value.Length);
        }
    }
}
