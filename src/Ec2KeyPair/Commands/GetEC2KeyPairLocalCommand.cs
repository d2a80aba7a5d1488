using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Get-EC2KeyPairLocal: lists the key store, looks at any key file, or finds the key that opens an instance.</summary>
[Cmdlet(VerbsCommon.Get, "EC2KeyPairLocal", DefaultParameterSetName = ByName)]
[OutputType(typeof(LocalKeyPair))]
public sealed class GetEC2KeyPairLocalCommand : AwsCmdlet
{
    private const string ByName = "Name";
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";
    private const string ByInstance = "InstanceId";

    /// <summary>Names with wildcards; all when left out.</summary>
    [Parameter(ParameterSetName = ByName, Position = 0, ValueFromPipeline = true)]
    [KeyPairIdentity]
    [Alias("KeyName")]
    [SupportsWildcards]
    [KeyNameCompleter]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Key files of any encoding, private or public, with wildcards.</summary>
    [Parameter(ParameterSetName = ByPath, Mandatory = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Key files by their exact path.</summary>
    // Also in the default set: a file object has a Name too, and there is no telling the engine which of the two counts.
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByLiteralPath, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Instances whose launch key is wanted.</summary>
    [Parameter(ParameterSetName = ByInstance, Mandatory = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Opens an encrypted private key, to tell what its file hides.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [Parameter(ParameterSetName = ByLiteralPath)]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>The Region of the instances.</summary>
    [Parameter(ParameterSetName = ByInstance)]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string? Region { get; set; }

    /// <inheritdoc/>
    // From the pipeline too: a record of a key is about the store that it was found in.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public override string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        switch (ParameterSetName)
        {
            case ByPath:
                foreach (var path in Path) Each(() => this.ExistingFiles(path).ToList().ForEach(Inspect));
                break;
            case ByLiteralPath:
            case ByName when LiteralPath.Length > 0:
                foreach (var path in LiteralPath) Each(() => Inspect(this.FilePath(path)));
                break;
            case ByInstance:
                FindForInstances();
                break;
            default:
                List(OpenKeyStore());
                break;
        }
    });

    private void List(KeyStore store)
    {
        foreach (var name in Name)
        {
            if (NamePattern.Of(name) is not { } pattern)
            {
                Each(() => WriteObject(store.Get(name)));
                continue;
            }

            foreach (var keyPair in store.List(error => WriteError(ErrorRecordFactory.Create(error))))
            {
                if (pattern.IsMatch(keyPair.Name) || keyPair.Name == name) WriteObject(keyPair);
            }
        }
    }

    private void Inspect(string path)
    {
        using var passphrase = Passphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(Passphrase);
        Each(() => WriteObject(KeyFileInspection.Inspect(path, passphrase: passphrase)));
    }

    private void FindForInstances()
    {
        var source = new KeyStoreSource(OpenKeyStore());
        var ec2 = OpenSession().Ec2(Region);
        var finder = new InstanceKeyFinder(new InstanceResolver(ec2.Instances), new LaunchKeyLookup(ec2.KeyPairs, source));
        foreach (var instance in InstanceId)
        {
            Run(() => ReportAsync(async () => await WriteAsync(await finder.FindAsync(instance, CancelToken))));
        }
    }
}
