using System.Management.Automation;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Backup-EC2KeyPairLocal: keeps private keys as SecureStrings in Parameter Store, and proves that they are there.</summary>
[Cmdlet(VerbsData.Backup, "EC2KeyPairLocal", SupportsShouldProcess = true)]
[OutputType(typeof(LocalKeyPair))]
public sealed class BackupEC2KeyPairLocalCommand : AwsCmdlet
{
    /// <summary>Names of key pairs in the key store, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [KeyPairIdentity]
    [Alias("KeyName")]
    [SupportsWildcards]
    [KeyNameCompleter]
    public string[] Name { get; set; } = [];

    /// <summary>The parameter; else <c>/ec2keypair/</c> and the key's name, in which special characters are escaped.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ParameterName { get; set; }

    /// <summary>The KMS key that encrypts it; else the account's own key for Parameter Store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KmsKeyId { get; set; }

    /// <summary>Overwrite another value.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The Region of the Parameter Store; else the session's.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string? Region { get; set; }

    private ParameterApi? _parameters;

    /// <inheritdoc/>
    // From the pipeline too: a record of a key is about the store that it was found in.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public override string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guard(() =>
    {
        _parameters = OpenSession().ParameterStore(Region);
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var store = OpenKeyStore();
        var keyPairs = store.FindAll(Name, error => WriteError(ErrorRecordFactory.Create(error)));
        if (ParameterName is not null && keyPairs.Count > 1)
        {
            throw ParameterError("-ParameterName is for one key pair.", "Leave it out: then each key pair gets a parameter of its own.");
        }

        foreach (var keyPair in keyPairs) Run(() => ReportAsync(() => BackupAsync(store, keyPair)));
    });

    private async Task BackupAsync(KeyStore store, LocalKeyPair keyPair)
    {
        var parameter = ParameterName ?? ParameterNames.OfKeyName(keyPair.Name);
        if (!await ShouldProcessAsync(keyPair.Name, $"Write the private key to the parameter {parameter} in {_parameters!.Region}")) return;
        await new KeyBackup(store, _parameters).BackupAsync(keyPair, parameter, KmsKeyId, Force, CancelToken);
        await WriteAsync(keyPair);
    }
}
