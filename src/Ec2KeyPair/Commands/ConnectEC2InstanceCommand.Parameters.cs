using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Windows.LaunchKeys;
using Ec2KeyPair.Hosting.Rdp;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <content>What can be said of a connection.</content>
public sealed partial class ConnectEC2InstanceCommand
{
    // What is given tells which manner of connecting is meant.
    private static readonly string[] LoginParameters = [nameof(UserName), nameof(KeyPath), nameof(Port), nameof(HostKeyPolicy)];
    private static readonly string[] RdpParameters = [nameof(Passphrase), nameof(RdpFilePath), nameof(ClientArgument)];
    private static readonly string[] FirstPasswordParameters = [nameof(UserName), nameof(KeyPath), nameof(Passphrase)];

    /// <summary>The instance: an id, a Name tag, an address, or an object of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Which way to go.</summary>
    [Parameter]
    public ConnectionRoute Via { get; set; }

    /// <summary>What to speak: SSH, a remote desktop (RDP), or through Session Manager a shell that needs no key.</summary>
    [Parameter]
    public ConnectionProtocol Protocol { get; set; }

    /// <summary>The account to log in as; for a remote desktop also DOMAIN\name or name@domain.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The private key, a file or a name in the key store; else the launch key from there. For a remote desktop it opens the first password.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KeyPathCompleter]
    public string? KeyPath { get; set; }

    /// <summary>Log in over SSH with a new key that exists in memory only and that EC2 Instance Connect lets in for a minute.</summary>
    [Parameter]
    public SwitchParameter InstanceConnect { get; set; }

    /// <summary>The port of the SSH or RDP server; else 3389, or for SSH what the tag ec2keypair:ssh-port says, or 22.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>Arguments for ssh: options, and the command to run on the instance.</summary>
    // By position, never "all that remains": a misspelt parameter must not become part of a remote command.
    [Parameter(Position = 1)]
    public string[] SshArgument { get; set; } = [];

    /// <summary>Account and password for a remote desktop; else the first password, under the launch key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public PSCredential? LoginCredential { get; set; }

    /// <summary>Opens an encrypted launch key, for a remote desktop's password; at a terminal it is asked for when it is left out.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>Options for the remote desktop client about screen, keyboard, sound and devices: /f, /size:1600x900.</summary>
    [Parameter]
    public string[] ClientArgument { get; set; } = [];

    /// <summary>Where the remote desktop's connection file (.rdp) stays; it holds no password. Else it is a temporary one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RdpFilePath { get; set; }

    /// <summary>What to do about the host key, or about a remote desktop server's certificate.</summary>
    [Parameter]
    public HostKeyPolicy HostKeyPolicy { get; set; }

    /// <summary>A Session document for the shell; else the account's own settings.</summary>
    [Parameter]
    [ValidatePattern("^[a-zA-Z0-9_.:/-]{3,128}$")]
    public string? DocumentName { get; set; }

    /// <summary>Text for the account's session history.</summary>
    [Parameter]
    [ValidateLength(1, 256)]
    public string? Reason { get; set; }

    /// <summary>Be the ProxyCommand of ssh: standard input and output are the connection, through Session Manager or an Instance Connect Endpoint.</summary>
    [Parameter]
    public SwitchParameter AsProxy { get; set; }

    /// <summary>The Region's system name.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string? Region { get; set; }

    private ConnectionWishes Wishes => new()
    {
        Login = AreAnyGiven(LoginParameters),
        Ssh = AreAnyGiven(nameof(SshArgument)) || InstanceConnect,
        EphemeralKey = InstanceConnect,
        KeyFile = KeyPath is not null,
        // The pipeline may bring objects that have this property and nothing in it.
        Rdp = LoginCredential is not null || AreAnyGiven(RdpParameters),
        Shell = DocumentName is not null,
        Credential = LoginCredential is not null,
        FirstPassword = AreAnyGiven(FirstPasswordParameters),
    };

    private bool AreAnyGiven(params string[] names) => names.Any(MyInvocation.BoundParameters.ContainsKey);

    private int PortOr(int usual) => Port == 0 ? usual : Port;

    // Pipeline thread, as all that follows.
    private ConnectionRequest SshRequest(KeyStore store) => new()
    {
        Via = Via,
        UserName = UserName,
        KeyPath = KeyPath is null ? null : LoginKeyPath.Find(this, store, KeyPath),
        UsesInstanceConnect = InstanceConnect,
        Port = Port == 0 ? null : Port,
        HostKeyPolicy = HostKeyPolicy,
        IsInteractive = IsInteractive,
        SshArguments = SshArgument,
    };

    private RdpWishes RdpWishes() => new()
    {
        Via = Via,
        Port = PortOr(RdpAddress.DefaultPort),
        Credential = LoginCredential,
        UserName = UserName,
        Passphrase = Passphrase,
        HostKeyPolicy = HostKeyPolicy,
        FilePath = RdpFilePath is null ? null : RdpConnectionFile.CheckedName(this.FilePath(RdpFilePath)),
        ClientArguments = ClientArgument,
    };

    private Func<OpenedKeyFiles, ILaunchKeySource> LaunchKeys(KeyStore store)
    {
        if (KeyPath is null) return opened => LocalLaunchKeys.InStore(store, opened);
        var files = this.FindPrivateKeys([LoginKeyPath.OrStored(this, store, KeyPath)]);
        return opened => LocalLaunchKeys.Of(files, opened);
    }

    private Core.Secrets.Passphrase AskPassphrase(string path) => Core.Secrets.Passphrase.FromSecureString(
        Pipeline.InvokeAsync(() => PassphrasePrompt.Ask(Host, path)).GetAwaiter().GetResult());
}
