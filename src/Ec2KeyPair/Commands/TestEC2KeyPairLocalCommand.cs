using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Test-EC2KeyPairLocal: tells where a local key is the one that EC2 has, and by what evidence. It uploads nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "EC2KeyPairLocal", DefaultParameterSetName = ByName)]
[OutputType(typeof(KeyPairMatch), typeof(bool))]
public sealed class TestEC2KeyPairLocalCommand : AwsCmdlet
{
    private const string ByName = "Name";
    private const string ByPath = "Path";

    /// <summary>Names of key pairs in the key store, with wildcards; all when left out.</summary>
    /// <remarks>Not from the pipeline: what is called Name there may be an instance's. Key pairs come by their KeyName.</remarks>
    [Parameter(ParameterSetName = ByName, Position = 0)]
    [SupportsWildcards]
    [KeyNameCompleter]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Key files of any encoding, private or public, with wildcards.</summary>
    [Parameter(ParameterSetName = ByPath, Mandatory = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The key pair in EC2; else the one that has the local key's name. Where the pipeline tells it, the local key's name too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [KeyNameCompleter]
    public string[] KeyName { get; set; } = [];

    /// <summary>Ids of key pairs in EC2.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] KeyPairId { get; set; } = [];

    /// <summary>Instances whose launch key is compared.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The Regions; <c>*</c> for all that are enabled for the account; else the session's.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string[]? Region { get; set; }

    /// <summary>Opens an encrypted private key where EC2 tells no more than a fingerprint of it.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>Only true or false: true when something matches, nothing differs and everything could be asked.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many comparisons go on at once; the Regions of each go side by side.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    private readonly MatchVerdict _verdict = new();
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
        var pairs = from local in LocalKeys().ToList() from target in MatchTarget.Of(KeyName, KeyPairId, InstanceId) select (local, target);
        var matcher = new KeyPairMatcher(_regions!);
        Run(() => SideBySide.ForEachAsync(
            pairs,
            ThrottleLimit,
            (pair, cancel) => ReportAsync(() => _verdict.WatchAsync(() => matcher.MatchAsync(pair.local, pair.target, FoundAsync, FailedAsync, cancel))),
            CancelToken));
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Quiet) WriteObject(_verdict.IsMatch);
    }

    // An object that names a key pair asks about this one, not about every key that is here.
    private string[] Names => MyInvocation.ExpectingInput && KeyName.Length > 0 && !MyInvocation.BoundParameters.ContainsKey(nameof(Name)) ? KeyName : Name;

    private IEnumerable<LocalKeyPair> LocalKeys()
    {
        using var passphrase = Passphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(Passphrase);
        return ParameterSetName == ByPath
            ? this.InspectAll(Path, passphrase, Failed)
            : OpenKeyStore().FindAll(Names, Failed).Opened(passphrase, Failed);
    }

    private Task FoundAsync(KeyPairMatch match)
    {
        _verdict.Add(match);
        return Quiet ? Task.CompletedTask : WriteAsync(match);
    }

    private Task FailedAsync(Exception error) => Pipeline.InvokeAsync(() => Failed(error));

    private void Failed(Exception error)
    {
        _verdict.AddFailure();
        WriteError(ErrorRecordFactory.Create(error));
    }
}
