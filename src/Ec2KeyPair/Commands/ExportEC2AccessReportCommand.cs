using System.Management.Automation;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Usage;
using Ec2KeyPair.Core.Usage.Report;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Export-EC2AccessReport: who can get in where, as one page for a browser that loads nothing else.</summary>
[Cmdlet(VerbsData.Export, "EC2AccessReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportEC2AccessReportCommand : UsageCmdlet
{
    private static readonly string[] ForAws =
    [
        nameof(KeyName), nameof(Region), nameof(ProfileName), nameof(ProfileLocation), nameof(KeyPath), nameof(StorePath), nameof(ThrottleLimit),
        nameof(AccessKey), nameof(SecretKey), nameof(SessionToken), nameof(Credential), nameof(EndpointUrl),
    ];

    private AccessReport? _report;
    private string _path = "";
    private bool _isAnyTaken;

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Records of Get-EC2KeyPairUsage, with and without -Instance; without any, AWS is asked.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Only these key pairs, with wildcards, where AWS is asked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [KeyNameCompleter]
    public string[]? KeyName { get; set; }

    /// <summary>The page's heading.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "EC2 key pair access";

    /// <summary>How many days after which a key pair counts as old.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int MaximumAgeDays { get; set; } = 365;

    /// <summary>How many instances may share a key pair before it counts as widely shared.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumInstances { get; set; } = 100;

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guard(() =>
    {
        if (IsGivenRecords && ForAws.Intersect(this.Given()).FirstOrDefault() is { } idle) throw ParameterError($"-{idle} tells how to ask AWS, and the records are given.", "Leave it out, or give no records.");
        _path = this.FilePath(Path);
        AccessReport.ThrowIfTaken(_path, Force);
        _report = new AccessReport(Title, new ReportPolicy(MaximumAgeDays, MaximumInstances));
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var record in InputObject ?? []) Add(record.BaseObject);
    }

    private void Add(object record) => Each(() =>
    {
        if (!_report!.TryAdd(record)) throw ParameterError("An input object is no record of Get-EC2KeyPairUsage.", "Pipe what Get-EC2KeyPairUsage writes, as it is.");
        _isAnyTaken = true;
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(() =>
    {
        if (IsGivenRecords && !_isAnyTaken)
        {
            // An empty page would say that nobody can get in.
            WriteWarning($"No records of Get-EC2KeyPairUsage came; '{_path}' was not written.");
            return;
        }

        if (!Confirmation.Ask(this, _path, "Write the access report")) return;
        if (!IsGivenRecords) Gather(_report!);
        _report!.Write(_path, Force, SystemClock.Instance.UtcNow);
        WriteVerbose($"{_report.KeyPairCount} key pairs and {_report.InstanceCount} instances are in '{_path}'.");
        WriteObject(InvokeProvider.Item.Get([_path], force: true, literalPath: true), enumerateCollection: true);
    });

    private bool IsGivenRecords => MyInvocation.ExpectingInput || InputObject is not null;

    private void Gather(AccessReport report)
    {
        var held = ReadHeldKeys();
        Survey(KeyNamePatterns.Selection(KeyName, onlyUnused: false), survey => survey.SurveyAsync(held, report.AddAsync, report.AddAsync, CancelToken), report);
    }
}
