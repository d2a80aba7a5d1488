using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Core.Ssh.Files;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Hosting.Ssh;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Copy-EC2InstanceItem: copies files and folders to and from instances, as Copy-Item does with -ToSession and -FromSession.</summary>
[Cmdlet(VerbsCommon.Copy, "EC2InstanceItem", SupportsShouldProcess = true, DefaultParameterSetName = To)]
[OutputType(typeof(CopiedItem))]
public sealed class CopyEC2InstanceItemCommand : RoutedSshCmdlet<CopyRequest>
{
    private const string To = "ToInstance";
    private const string ToLiteral = "ToInstanceLiteral";
    private const string From = "FromInstance";
    private const string FromLiteral = "FromInstanceLiteral";
    private SshServices? _ssh;
    private string _destination = "";

    /// <summary>What to copy, with wildcards: a path here, or on the instances.</summary>
    // Not by the property's name: records have a Path too, which is one on the instance.
    [Parameter(ParameterSetName = To, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = From, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>What to copy, by its exact path.</summary>
    [Parameter(ParameterSetName = ToLiteral, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FromLiteral, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Where to: a folder, or the copy's own path. Relative paths on instances start at the account's home folder.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Copy to these instances.</summary>
    [Parameter(ParameterSetName = To, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ToLiteral, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InstanceId")]
    [InstanceIdentity]
    [InstanceCompleter]
    public string[] ToInstance { get; set; } = [];

    /// <summary>Copy from these instances; where there are several, each gets a folder with its id.</summary>
    [Parameter(ParameterSetName = From, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FromLiteral, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    public string[] FromInstance { get; set; } = [];

    /// <summary>Folders with all that is in them.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Overwrite read-only files too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Give copies the times of their originals.</summary>
    [Parameter]
    public SwitchParameter PreserveTimes { get; set; }

    /// <summary>Read what arrived once more and compare its SHA-256.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>How long an instance may neither answer nor move a byte, in seconds; then its copy is given up.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 60;

    private bool IsUpload => ParameterSetName is To or ToLiteral;

    /// <inheritdoc/>
    protected override void Prepare() => _ssh = OpenSsh();

    /// <inheritdoc/>
    protected override IEnumerable<CopyRequest> ReadInputs()
    {
        // Not before: what comes through the pipeline may decide which way it goes.
        _destination = IsUpload ? Destination : this.FilePath(Destination);
        var paths = new List<string>();
        foreach (var path in Path.Concat(LiteralPath)) Each(() => paths.AddRange(Originals(path)));
        return (IsUpload ? ToInstance : FromInstance).Select(instance => new CopyRequest(instance, paths));
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<CopyRequest> inputs, CancellationToken cancel)
    {
        using var ssh = _ssh!;
        var requests = await ReadAllAsync(inputs, cancel);
        var options = new CopyOptions { Recurse = Recurse, Force = Force, PreserveTimes = PreserveTimes, Verify = Verify, Port = Port, ThrottleLimit = ThrottleLimit, LongestSilence = TimeSpan.FromSeconds(TimeoutSec) };
        var reporter = new CopyReporter(this);
        var service = new CopyService(ssh.Instances, ssh.Chooser, ssh.Connector, options, reporter);
        await (IsUpload
            ? service.UploadAsync(requests, _destination, cancel)
            : service.DownloadAsync(requests, Matcher, _destination, Destination.Last() is '/' or '\\', cancel));
        await reporter.EndAsync();
    }

    // One connection for each instance, whatever came through the pipeline for it.
    private static async Task<IReadOnlyList<CopyRequest>> ReadAllAsync(ChannelReader<CopyRequest> inputs, CancellationToken cancel)
    {
        var all = new List<CopyRequest>();
        while (await inputs.WaitToReadAsync(cancel))
        {
            while (inputs.TryRead(out var request)) all.Add(request);
        }

        return all.GroupBy(request => request.Identity, StringComparer.Ordinal)
            .Select(same => new CopyRequest(same.Key, same.SelectMany(request => request.Paths).Distinct(StringComparer.Ordinal).ToList()))
            .Where(request => request.Paths.Count > 0)
            .ToList();
    }

    private IEnumerable<string> Originals(string path) => ParameterSetName switch
    {
        To => this.ExistingItems(path),
        ToLiteral => [this.FilePath(path)],
        _ => [path],
    };

    private Func<string, bool>? Matcher(string part) => ParameterSetName == From ? LocalItems.Matcher(part) : null;
}
