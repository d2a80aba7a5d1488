using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Hosting.Rdp;

/// <summary>Finds account and password: the credential that was given, else the first password under the launch key.</summary>
/// <param name="ec2">The Region.</param>
/// <param name="keys">Where launch keys are.</param>
/// <param name="askPassphrase">Asks a person for a key file's passphrase; null where nobody can answer.</param>
/// <param name="explain">For -Verbose.</param>
internal sealed class RdpLoginSource(Ec2Region ec2, Func<OpenedKeyFiles, ILaunchKeySource> keys, Func<string, Passphrase>? askPassphrase, Func<string, Task> explain)
{
    /// <summary>The login.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="instances">Its Region's, which remember console output.</param>
    /// <param name="wishes">What was given.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe, InstanceNotWindows, or why there is no password.</exception>
    internal async Task<RdpLogin> GetAsync(Ec2Instance instance, OneConsoleLook instances, RdpWishes wishes, CancellationToken cancel)
    {
        if (wishes.Credential is { } given) return new(RdpAccount.Parse(given.UserName), given.Password.Copy(), "-LoginCredential");
        if (!instance.IsWindows) throw NotWindows(instance);
        // What can't be passed on is said before a key is opened for it.
        var wanted = wishes.UserName is null ? null : RdpAccount.Parse(wishes.UserName);
        using var passphrase = wishes.Passphrase is null ? null : Passphrase.FromSecureString(wishes.Passphrase);
        using var launchKeys = new LaunchKeyFinder(ec2.KeyPairs, keys(new OpenedKeyFiles(passphrase, askPassphrase)));
        try
        {
            var first = await FirstPassword.GetAsync(instances, instances, ec2.Passwords, launchKeys, instance, explain, cancel);
            return new(wanted ?? RdpAccount.Parse(first.UserName), first.Password, $"the first password, under its launch key '{first.KeyName}'");
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.PasswordDataNotReady)
        {
            throw new Ec2KeyPairException(
                e.Condition, e.Message, e.Subject, "Wait for it: Get-EC2WindowsPassword -Wait. Where there never will be one, give -LoginCredential.", e);
        }
    }

    private static Ec2KeyPairException NotWindows(Ec2Instance instance) => new(
        ErrorCondition.InstanceNotWindows,
        $"{instance.InstanceId} is not a Windows instance ({instance.PlatformDetails ?? "platform unknown"}): EC2 has no password for a remote desktop on it.",
        instance.InstanceId,
        "Use -Protocol Ssh, or -LoginCredential where it has an RDP server of its own (xrdp).");
}
