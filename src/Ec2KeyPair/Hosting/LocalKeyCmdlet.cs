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

    /// <summary>Pipeline thread: the passphrase for this file; null where none is needed, or none was given and nobody can be asked.</summary>
    private protected Passphrase? PassphraseOf(LocalKeyPair file)
    {
        var secret = Passphrase ?? (file.IsEncrypted && HostConsole.IsInteractive(Host) ? PassphrasePrompt.Ask(Host, file.Path) : null);
        return secret is null ? null : Core.Secrets.Passphrase.FromSecureString(secret);
    }

    /// <summary>Pipeline thread: opens a private key and hands it to the work together with the passphrase that opened it.</summary>
    /// <exception cref="Ec2KeyPairException">PassphraseRequired where nobody can be asked, PassphraseIncorrect, or a key file condition.</exception>
    private protected void WithKey(LocalKeyPair file, Action<PrivateKey, Passphrase?> work)
    {
        using var passphrase = PassphraseOf(file);
        using var key = KeyFileInspection.Open(file.Path, passphrase);
        // PEM files have no comment; the agent, OpenSSH and PuTTY files show this one.
        if (key.Comment.Length == 0) key.Comment = file.Name;
        work(key, passphrase);
    }
}
