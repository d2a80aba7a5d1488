using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Agent;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Export-EC2KeyPairLocal: writes a key in another encoding, its public half, or hands it to the ssh-agent.</summary>
[Cmdlet(VerbsData.Export, "EC2KeyPairLocal", SupportsShouldProcess = true, DefaultParameterSetName = PrivateFile)]
[OutputType(typeof(FileInfo), ParameterSetName = [PrivateFile, PublicFile])]
public sealed class ExportEC2KeyPairLocalCommand : LocalKeyCmdlet
{
    private const string PrivateFile = "Private";
    private const string PublicFile = "Public";
    private const string Agent = "Agent";

    /// <summary>The key name in the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [KeyPairIdentity]
    [Alias("KeyName")]
    [KeyNameCompleter]
    public string Name { get; set; } = "";

    /// <summary>The file to write, or an existing folder in which it gets the key's name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PrivateFile)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PublicFile)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How the private key is written; else as it is kept.</summary>
    [Parameter(ParameterSetName = PrivateFile)]
    [ValidateSet("OpenSsh", "Pkcs1", "Pkcs8", "Pkcs8Der", "Ppk")]
    public PrivateKeyEncoding? KeyEncoding { get; set; }

    /// <summary>Encrypts the new file; else it has the passphrase of the key that is exported.</summary>
    [Parameter(ParameterSetName = PrivateFile)]
    [Passphrase]
    public SecureString? NewPassphrase { get; set; }

    /// <summary>Write the new file without a passphrase, also when the key has one.</summary>
    [Parameter(ParameterSetName = PrivateFile)]
    public SwitchParameter RemovePassphrase { get; set; }

    /// <summary>Write the public half.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PublicFile)]
    public SwitchParameter PublicKey { get; set; }

    /// <summary>How the public half is written.</summary>
    [Parameter(ParameterSetName = PublicFile)]
    public PublicKeyEncoding PublicKeyEncoding { get; set; }

    /// <summary>Hand the private key to the running ssh-agent.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Agent)]
    public SwitchParameter ToAgent { get; set; }

    /// <summary>After which the agent forgets the key; else when it ends.</summary>
    [Parameter(ParameterSetName = Agent)]
    public TimeSpan? Lifetime { get; set; }

    /// <summary>Replace a file that is there.</summary>
    [Parameter(ParameterSetName = PrivateFile)]
    [Parameter(ParameterSetName = PublicFile)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    // From the pipeline too: a record of a key is about the store that it was found in.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public override string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Each(() =>
    {
        var keyPair = OpenKeyStore().Get(Name);
        if (ParameterSetName == Agent) ExportToAgent(keyPair);
        else ExportToFile(keyPair, KeyExporter.FileIn(this.FilePath(Path), Name, PublicKey ? null : KeyEncoding ?? keyPair.PrivateEncoding));
    });

    private void ExportToAgent(LocalKeyPair keyPair)
    {
        if (Lifetime is { } time && (time < TimeSpan.FromSeconds(1) || time.TotalSeconds > uint.MaxValue)) throw ParameterError("-Lifetime is at least a second.");
        if (!ShouldProcess(keyPair.Name, "Hand the private key to the ssh-agent")) return;
        WithKey(keyPair, (key, _) =>
        {
            using var agent = SshAgent.Connect();
            agent.Add(key, Lifetime);
        });
    }

    private void ExportToFile(LocalKeyPair keyPair, string path)
    {
        if (!ShouldProcess(path, PublicKey ? $"Write the public half of '{keyPair.Name}'" : $"Write the private key '{keyPair.Name}'")) return;
        if (PublicKey) KeyExporter.WritePublic(keyPair, path, PublicKeyEncoding, Force);
        else WithKey(keyPair, (key, passphrase) => WritePrivate(keyPair, key, passphrase, path));
        WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
    }

    private void WritePrivate(LocalKeyPair keyPair, PrivateKey key, Passphrase? source, string path)
    {
        if (RemovePassphrase && NewPassphrase is not null) throw ParameterError("-NewPassphrase and -RemovePassphrase contradict each other.");
        if (NewPassphrase is { Length: 0 }) throw ParameterError("-NewPassphrase is empty.", "Use -RemovePassphrase to have none.");
        using var renewed = NewPassphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(NewPassphrase);
        // An encrypted key stays encrypted unless the user says otherwise.
        var passphrase = renewed ?? (RemovePassphrase || !keyPair.IsEncrypted ? null : source);
        KeyExporter.WritePrivate(key, path, KeyEncoding ?? keyPair.PrivateEncoding, passphrase, Force);
    }
}
