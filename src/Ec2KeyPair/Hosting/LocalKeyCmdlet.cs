using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting;

/// <summary>A cmdlet that opens private keys of this machine and leaves AWS alone.</summary>
public abstract class LocalKeyCmdlet : AsyncCmdlet
{
    /// <summary>Opens an encrypted private key; at a terminal it is asked for when it is left out.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>The key store's folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <summary>Pipeline thread: runs one input's work; a failure is that input's error.</summary>
    private protected void Each(Action piece) => Guard(() =>
    {
        try
        {
            piece();
        }
        catch (Ec2KeyPairException e)
        {
            WriteError(ErrorRecordFactory.Create(e));
        }
    });

    /// <summary>The key pair of this name.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, KeyNameInvalid, KeyStoreUnsafe, or a key file condition.</exception>
    private protected static LocalKeyPair Find(KeyStore store, string name) => store.Find(name) ?? throw new Ec2KeyPairException(
        ErrorCondition.PrivateKeyNotFound,
        $"There is no private key '{name}' in the key store '{store.Folder}'.",
        name,
        "List what is there with Get-EC2KeyPairLocal.");

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
