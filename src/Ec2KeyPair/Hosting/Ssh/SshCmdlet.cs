using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting.Ssh;

/// <summary>A cmdlet that makes SSH connections in this process, many side by side.</summary>
/// <typeparam name="TInput">What one input is.</typeparam>
public abstract class SshCmdlet<TInput> : StreamingCmdlet<TInput>
{
    private static readonly string[] SshParameters = [nameof(UserName), nameof(KeyPath), nameof(Passphrase), nameof(InstanceConnect), nameof(Port), nameof(HostKeyPolicy)];

    /// <summary>The account to log in as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The private key for all instances, a file or a name in the key store; else each one's launch key from the key store, or the ssh-agent.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KeyPathCompleter]
    public string? KeyPath { get; set; }

    /// <summary>Opens an encrypted private key; at a terminal it is asked for when it is left out and no ssh-agent has the key.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>Log in with a new key that exists in memory only, and that EC2 Instance Connect lets in for a minute.</summary>
    [Parameter]
    public SwitchParameter InstanceConnect { get; set; }

    /// <summary>The SSH servers' port; else what the tag ec2keypair:ssh-port of each instance says, or 22.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>What to do about host keys.</summary>
    [Parameter]
    public HostKeyPolicy HostKeyPolicy { get; set; }

    /// <summary>Text for the account's session history, where the way is Session Manager's.</summary>
    [Parameter]
    [ValidateLength(1, 256)]
    public string? Reason { get; set; }

    /// <summary>Which way to go.</summary>
    private protected abstract ConnectionRoute Route { get; }

    /// <summary>The parameters that were given and only SSH has, <c>-UserName</c>.</summary>
    private protected IReadOnlyList<string> SshOnly => SshParameters.Where(MyInvocation.BoundParameters.ContainsKey).Select(name => "-" + name).ToList();

    /// <summary>Pipeline thread: puts together what connects.</summary>
    /// <exception cref="Core.Errors.Ec2KeyPairException">ParameterInvalid, or what is wrong with the session, the key store or the key file.</exception>
    private protected SshServices OpenSsh()
    {
        if (InstanceConnect && (KeyPath is not null || Passphrase is not null))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid, "-InstanceConnect makes a key of its own: -KeyPath and -Passphrase have nothing to say beside it.");
        }

        var store = OpenKeyStore();
        return new SshServices(this, OpenSession(), Region, store, Wishes(store), CancelToken);
    }

    private SshWishes Wishes(KeyStore store) => new()
    {
        Via = Route,
        UserName = UserName,
        KeyPath = KeyPath is null ? null : LoginKeyPath.Find(this, store, KeyPath),
        Passphrase = Passphrase,
        UsesInstanceConnect = InstanceConnect,
        HostKeyPolicy = HostKeyPolicy,
        Reason = Reason,
        AskPassphrase = HostConsole.IsInteractive(Host) ? AskPassphrase : null,
        AskHostKey = HostConsole.IsInteractive(Host) ? AskHostKeyAsync : null,
    };

    private Core.Secrets.Passphrase AskPassphrase(string path) => Core.Secrets.Passphrase.FromSecureString(
        Pipeline.InvokeAsync(() => PassphrasePrompt.Ask(Host, path)).GetAwaiter().GetResult());

    private Task<bool> AskHostKeyAsync(string instanceId, HostKey key) => Pipeline.InvokeAsync(() => HostKeyPrompt.Ask(Host, instanceId, key));
}
