using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.LaunchKeys;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting;

/// <summary>A cmdlet that needs the private halves of launch keys: from the key store, from files, or from Parameter Store.</summary>
/// <typeparam name="TInput">What one input is to the body.</typeparam>
public abstract class LaunchKeyCmdlet<TInput> : StreamingCmdlet<TInput>
{
    private IReadOnlyList<LocalKeyPair>? _files;
    private KeyStore? _store;
    private ParameterApi? _parameters;
    private bool _mayAsk;

    /// <summary>Private keys to choose from, else the key store is searched: files of any encoding, folders of them, wildcards.</summary>
    [Parameter]
    [KeyPath]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? KeyPath { get; set; }

    /// <summary>The one key pair of the key store to use, by its name here.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KeyNameCompleter]
    public string? KeyName { get; set; }

    /// <summary>Take the private key from where CloudFormation keeps it, the SecureString <c>/ec2/keypair/key-pair-id</c>.</summary>
    [Parameter]
    public SwitchParameter FromParameterStore { get; set; }

    /// <summary>Opens encrypted private keys; at a terminal it is asked for when it is left out.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>Pipeline thread: finds out where the keys are; opens none yet.</summary>
    private protected void PrepareKeys()
    {
        if ((KeyPath is null ? 0 : 1) + (KeyName is null ? 0 : 1) + (FromParameterStore ? 1 : 0) > 1)
        {
            throw ParameterError("-KeyPath, -KeyName and -FromParameterStore are three places to take the private key from.", "Give one of them, or none to have the key store searched.");
        }

        _mayAsk = HostConsole.IsInteractive(Host);
        if (KeyPath is not null) _files = this.FindPrivateKeys(KeyPath);
        else if (KeyName is not null) _files = [OpenKeyStore().FindOne(KeyName)];
        else if (FromParameterStore) _parameters = OpenSession().ParameterStore(Region);
        else _store = OpenKeyStore();
    }

    /// <summary>Any thread: a copy of the passphrase; null when none was given.</summary>
    private protected Passphrase? CopyPassphrase() => Passphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(Passphrase);

    /// <summary>Any thread: where the launch keys come from.</summary>
    private protected ILaunchKeySource OpenKeys(Passphrase? passphrase) => _parameters is not null ? new ParameterStoreLaunchKeys(_parameters, passphrase)
        : _files is not null ? LocalLaunchKeys.Of(_files, Opener(passphrase))
        : LocalLaunchKeys.InStore(_store!, Opener(passphrase));

    /// <summary>Any thread: decrypts what was encrypted under the one key there is.</summary>
    /// <exception cref="Core.Errors.Ec2KeyPairException">ParameterInvalid: there is no key, or more than one.</exception>
    private protected OfflinePasswords OpenOnlyKey(Passphrase? passphrase) => _files is { Count: 1 }
        ? new OfflinePasswords(_files[0], Opener(passphrase))
        : throw ParameterError(
            _files is null ? "-PasswordData does not tell which key it was encrypted under." : $"-KeyPath names {_files.Count} private keys, and -PasswordData does not tell which one it is.",
            "Give the one private key with -KeyPath or -KeyName.");

    private OpenedKeyFiles Opener(Passphrase? passphrase) => new(passphrase, _mayAsk ? Ask : null);

    private Passphrase Ask(string path) => Core.Secrets.Passphrase.FromSecureString(
        Pipeline.InvokeAsync(() => PassphrasePrompt.Ask(Host, path)).GetAwaiter().GetResult());
}
