using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Protect-EC2KeyPairLocal: sets, changes or removes a passphrase, and takes other users' access to the file away.</summary>
[Cmdlet(VerbsSecurity.Protect, "EC2KeyPairLocal", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(LocalKeyPair))]
public sealed class ProtectEC2KeyPairLocalCommand : LocalKeyCmdlet
{
    private const string ByName = "Name";
    private const string ByPath = "Path";

    /// <summary>Key names in the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, ValueFromPipeline = true)]
    [KeyPairIdentity]
    [Alias("KeyName")]
    [KeyNameCompleter]
    public string[] Name { get; set; } = [];

    /// <summary>A private key file outside the store.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The passphrase from now on.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? NewPassphrase { get; set; }

    /// <summary>Write the private key without a passphrase.</summary>
    [Parameter]
    public SwitchParameter RemovePassphrase { get; set; }

    /// <inheritdoc/>
    // From the pipeline too: a record of a key is about the store that it was found in.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public override string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guard(() =>
    {
        if (RemovePassphrase && NewPassphrase is not null) throw ParameterError("-NewPassphrase and -RemovePassphrase contradict each other.");
        if (NewPassphrase is { Length: 0 }) throw ParameterError("-NewPassphrase is empty.", "Use -RemovePassphrase to have none.");
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByPath)
        {
            Each(() => Protect(null, KeyFileInspection.Inspect(this.FilePath(Path))));
            return;
        }

        foreach (var name in Name)
        {
            Each(() =>
            {
                var store = OpenKeyStore();
                Protect(store, store.Get(name));
            });
        }
    }

    private void Protect(KeyStore? store, LocalKeyPair keyPair)
    {
        var action = NewPassphrase is not null ? "Write anew under the new passphrase" : RemovePassphrase ? "Write anew without a passphrase" : "Close the file to other users";
        if (!ShouldProcess(keyPair.Path, action)) return;
        if (NewPassphrase is null && !RemovePassphrase)
        {
            WriteWarning(KeyProtector.MendAccess(keyPair.Path)
                ? $"Other users had access to '{keyPair.Path}'; it has been taken away. Its passphrase was not changed."
                : $"'{keyPair.Path}' was private already, and its passphrase was not changed: -NewPassphrase and -RemovePassphrase do that.");
            WriteObject(keyPair with { HasPrivateAccessOnly = true });
            return;
        }

        using var renewed = NewPassphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(NewPassphrase);
        WithKey(keyPair, (key, _) => WriteObject(store is null
            ? KeyProtector.Rewrite(keyPair, key, renewed)
            : KeyProtector.Rewrite(store, keyPair, key, renewed)));
    }
}
