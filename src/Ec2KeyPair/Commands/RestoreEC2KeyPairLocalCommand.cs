using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Restore-EC2KeyPairLocal: takes private keys from Parameter Store: backups, CloudFormation's, AWSSupport-ResetAccess's.</summary>
[Cmdlet(VerbsData.Restore, "EC2KeyPairLocal", SupportsShouldProcess = true, DefaultParameterSetName = ByParameter)]
[OutputType(typeof(LocalKeyPair))]
public sealed class RestoreEC2KeyPairLocalCommand : AwsCmdlet
{
    private const string ByParameter = "ParameterName";
    private const string ByKeyPairName = "KeyPairName";
    private const string ByKeyPairId = "KeyPairId";
    private const string ByInstance = "InstanceId";

    /// <summary>The name to keep the key under; else the one that it has there.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The parameter; else the one in which Backup-EC2KeyPairLocal keeps a key of that name.</summary>
    [Parameter(ParameterSetName = ByParameter)]
    [ValidateNotNullOrEmpty]
    public string? ParameterName { get; set; }

    /// <summary>A key pair that CloudFormation created, by its name in EC2.</summary>
    [Parameter(ParameterSetName = ByKeyPairName, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string KeyPairName { get; set; } = "";

    /// <summary>A key pair that CloudFormation created, by its id.</summary>
    [Parameter(ParameterSetName = ByKeyPairId, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string KeyPairId { get; set; } = "";

    /// <summary>An instance to which AWSSupport-ResetAccess gave a new key.</summary>
    [Parameter(ParameterSetName = ByInstance, Mandatory = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [ValidateCount(1, 1)]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Opens an encrypted private key; it is kept with the same passphrase.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>The Region of the Parameter Store and the key pair; else the session's.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string? Region { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        if (ParameterSetName == ByParameter && Name is null && ParameterName is null)
        {
            throw ParameterError("Nothing says which key to restore.", "Give -Name, -ParameterName, -KeyPairName, -KeyPairId or -InstanceId.");
        }

        var store = OpenKeyStore();
        var session = OpenSession();
        using var passphrase = Passphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(Passphrase);
        Run(() => ReportAsync(() => RestoreAsync(store, session, passphrase)));
    });

    private async Task RestoreAsync(KeyStore store, AwsSession session, Core.Secrets.Passphrase? passphrase)
    {
        var source = await SourceAsync(session);
        var name = Name ?? source.KeyName;
        var path = store.PathOf(name, PrivateKeyEncoding.OpenSsh);
        if (!await ShouldProcessAsync($"{name} ({path})", $"Restore the private key from the parameter {source.ParameterName}")) return;
        var backup = new KeyBackup(store, session.ParameterStore(Region));
        await WriteAsync(await backup.RestoreAsync(source.ParameterName, name, source.Expected, passphrase, CancelToken));
    }

    private async Task<RestoreSource> SourceAsync(AwsSession session) => ParameterSetName switch
    {
        ByKeyPairName => await RestoreSource.OfKeyPairNameAsync(session.Ec2(Region).KeyPairs, KeyPairName, CancelToken),
        ByKeyPairId => await RestoreSource.OfKeyPairIdAsync(session.Ec2(Region).KeyPairs, KeyPairId, CancelToken),
        ByInstance => await RestoreSource.OfInstanceAsync(session.Ec2(Region).Instances, InstanceId[0], CancelToken),
        _ => RestoreSource.OfParameter(ParameterName, Name),
    };
}
