using System.Security;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Windows.ConsoleOutput;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Windows;

/// <summary>
/// Looks once whether an instance has its password: in its console output, which tells whatever else there is to know too,
/// and only where that does not tell, by GetPasswordData.
/// </summary>
internal sealed class PasswordLook(ConsoleReader consoles, IPasswordDataApi passwords)
{
    /// <summary>Looks everywhere: one request where the console output has the password, two where it has not.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="key">Its launch key.</param>
    /// <param name="charge">Told of each request before it is made.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Null when there is none yet.</returns>
    /// <exception cref="Errors.Ec2KeyPairException">PrivateKeyMismatch, PasswordDataInvalid, or an Aws condition.</exception>
    internal async Task<WindowsPasswordResult?> LookAsync(Ec2Instance instance, LaunchKey key, Action charge, CancellationToken cancel)
    {
        var console = await consoles.ReadAsync(instance, charge, cancel).ConfigureAwait(false);
        return TryOpen(instance, key, console) ?? await AskAsync(instance, key, console, charge, cancel).ConfigureAwait(false);
    }

    /// <summary>Looks again at an instance that is waited for, with as few requests as will do.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="key">Its launch key.</param>
    /// <param name="isThorough">True to ask for password data even where the console output shows that Windows is still starting.</param>
    /// <param name="charge">Told of each request before it is made.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Null when there is none yet.</returns>
    /// <exception cref="Errors.Ec2KeyPairException">PrivateKeyMismatch, PasswordDataInvalid, or an Aws condition.</exception>
    internal async Task<WindowsPasswordResult?> LookAgainAsync(
        Ec2Instance instance, LaunchKey key, bool isThorough, Action charge, CancellationToken cancel)
    {
        if (consoles.IsLive(instance))
        {
            var console = await consoles.ReadAsync(instance, charge, cancel).ConfigureAwait(false);
            if (TryOpen(instance, key, console) is { } found) return found;
            // What EC2 answers it takes from this very output.
            return !isThorough && console is { IsEmpty: false, IsReady: false } ? null : await AskAsync(instance, key, console, charge, cancel).ConfigureAwait(false);
        }

        // Kept output comes late: then the password data is there first.
        return await DataAsync(instance, charge, cancel).ConfigureAwait(false) is { } data
            ? Open(instance, key, data, await consoles.ReadAsync(instance, charge, cancel).ConfigureAwait(false))
            : null;
    }

    private async Task<WindowsPasswordResult?> AskAsync(
        Ec2Instance instance, LaunchKey key, WindowsConsole console, Action charge, CancellationToken cancel) =>
        await DataAsync(instance, charge, cancel).ConfigureAwait(false) is { } data ? Open(instance, key, data, console) : null;

    private async Task<byte[]?> DataAsync(Ec2Instance instance, Action charge, CancellationToken cancel)
    {
        charge();
        var data = await passwords.GetPasswordDataAsync(instance.InstanceId, cancel).ConfigureAwait(false);
        return data.Length == 0 ? null : data;
    }

    private static WindowsPasswordResult? TryOpen(Ec2Instance instance, LaunchKey key, WindowsConsole console) =>
        // A program on the instance may have printed anything: what this key does not open counts for nothing.
        console.Password is { } block && block.Ciphertext.Length == key.CiphertextLength && PasswordText.TryDecrypt(block.Ciphertext, key) is { } password
            ? Result(instance, key, password, console)
            : null;

    private static WindowsPasswordResult Open(Ec2Instance instance, LaunchKey key, byte[] data, WindowsConsole console) =>
        Result(instance, key, PasswordText.Decrypt(data, key, instance.InstanceId), console);

    private static WindowsPasswordResult Result(Ec2Instance instance, LaunchKey key, SecureString password, WindowsConsole console) =>
        new(instance.InstanceId, console.UserName ?? WindowsPasswordResult.UsualUserName, password, key.KeyName, instance.LaunchTime, console.RdpCertificateThumbprint)
        {
            RdpCertificateSubject = console.RdpCertificateSubject,
            IsReady = console.IsReady ? true : console.ShowsStart ? false : null,
            Reset = PasswordReset.Of(instance, console),
        };
}
