using System.Collections;
using System.Management.Automation;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Publish-EC2KeyPairLocal: gives further Regions the public half of key pairs that are here.</summary>
[Cmdlet(VerbsData.Publish, "EC2KeyPairLocal", SupportsShouldProcess = true)]
[OutputType(typeof(PublishRecord))]
public sealed class PublishEC2KeyPairLocalCommand : AwsCmdlet
{
    /// <summary>Names of key pairs in the key store, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [KeyPairIdentity]
    [Alias("KeyName")]
    [SupportsWildcards]
    [KeyNameCompleter]
    public string[] Name { get; set; } = [];

    /// <summary>The Regions; <c>*</c> for all that are enabled for the account; else the session's.</summary>
    [Parameter(Position = 1)]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string[]? Region { get; set; }

    /// <summary>Tags of the key pairs that are made in EC2.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    /// <summary>How many key pairs are worked on at once; the Regions of each go side by side.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    private IReadOnlyList<Ec2Region>? _regions;

    /// <inheritdoc/>
    // From the pipeline too: a record of a key is about the store that it was found in.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public override string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guard(() =>
    {
        var session = OpenSession();
        Run(async () => _regions = await RegionChoice.OpenAsync(session, Region, CancelToken));
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var store = OpenKeyStore();
        var keyPairs = store.FindAll(Name, error => WriteError(ErrorRecordFactory.Create(error)));
        Run(() => SideBySide.ForEachAsync(
            keyPairs, ThrottleLimit, (keyPair, cancel) => ReportAsync(() => PublishAsync(store, keyPair, cancel)), CancelToken));
    });

    private async Task PublishAsync(KeyStore store, LocalKeyPair keyPair, CancellationToken cancel)
    {
        var where = string.Join(", ", _regions!.Select(region => region.Name));
        if (!await ShouldProcessAsync(keyPair.Name, $"Publish the public half to {where}")) return;
        await new LocalKeyPairPublisher(store).PublishAsync(keyPair, _regions!, TagTable.Read(Tag), WriteAsync, WriteErrorAsync, cancel);
    }
}
