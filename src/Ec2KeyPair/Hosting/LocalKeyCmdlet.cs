using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting;

/// <summary>A cmdlet that opens private keys of this machine and leaves AWS alone.</summary>
public abstract class LocalKeyCmdlet : KeyCmdlet
{
    /// <summary>Opens an encrypted private key; at a terminal it is asked for when it is left out.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>Pipeline thread: opens a private key and hands it to the work together with the passphrase that opened it.</summary>
    /// <exception cref="Ec2KeyPairException">PassphraseRequired where nobody can be asked, PassphraseIncorrect, or a key file condition.</exception>
    private protected void WithKey(string path, Action<PrivateKey, Passphrase?> work)
    {
        var secret = Passphrase;
        if (secret is null && KeyFileInspection.Inspect(path).IsEncrypted && HostConsole.IsInteractive(Host))
        {
            Host.UI.Write($"Passphrase of '{path}': ");
            secret = Host.UI.ReadLineAsSecureString();
        }

        using var passphrase = secret is null ? null : Core.Secrets.Passphrase.FromSecureString(secret);
        using var key = KeyFileInspection.Open(path, passphrase);
        work(key, passphrase);
    }
}
