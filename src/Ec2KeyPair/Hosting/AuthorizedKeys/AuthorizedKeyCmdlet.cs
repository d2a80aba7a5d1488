using System.Collections;
using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Hosting.Ssh;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>A cmdlet about the keys of accounts on instances.</summary>
public abstract class AuthorizedKeyCmdlet : SshCmdlet<KeyWork>
{
    private protected const string ByInstance = "InstanceId";
    private protected const string ByTag = "Tag";
    private SshServices? _ssh;
    private KeyEditors? _editors;
    private InstanceSelection? _selection;

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(ParameterSetName = ByInstance, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>All Linux instances that run and have these tags, <c>@{ team = 'web'; stage = 'test', 'prod' }</c>.</summary>
    [Parameter(ParameterSetName = ByTag, Mandatory = true)]
    public Hashtable Tag { get; set; } = [];

    /// <summary>Which way to go: over SSH, or through Run Command.</summary>
    [Parameter]
    public KeyRoute Via { get; set; }

    /// <summary>The account whose keys these are; else the one that is logged in as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccountName { get; set; }

    /// <summary>How many instances are worked on at once, a number or a part of them: <c>10</c>, <c>10%</c>; else -ThrottleLimit.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MaxConcurrency { get; set; }

    /// <summary>How many instances may fail before nothing is begun any more: <c>0</c>, <c>5%</c>; else all are tried.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MaxErrors { get; set; }

    private protected override ConnectionRoute Route => Via.ForSsh();

    private protected KeyWorkLimits Limits { get; private set; } = new(1);

    /// <summary>The keys that -Tag's instances are to get or lose; none to list.</summary>
    private protected virtual IReadOnlyList<AuthorizedKeyText> Keys => [];

    /// <inheritdoc/>
    protected override void Prepare()
    {
        if (Via == KeyRoute.RunCommand) RunCommandParameters.ThrowIfForSsh(MyInvocation.BoundParameters.Keys);
        Limits = new KeyWorkLimits(RunCommandParameters.AtOnce(Via == KeyRoute.RunCommand, MyInvocation.BoundParameters, ThrottleLimit))
        {
            MaxConcurrency = MaxConcurrency is null ? null : FleetLimit.Parse(MaxConcurrency, "-MaxConcurrency"),
            MaxErrors = MaxErrors is null ? null : FleetLimit.Parse(MaxErrors, "-MaxErrors"),
        };
        if (ParameterSetName == ByTag) _selection = InstanceSelection.OfLinux(TagFilters.Read(Tag));
        _ssh = OpenSsh();
        _editors = new KeyEditors(OpenSession(), Region, _ssh, Port, WriteVerboseAsync, SayAtEnd);
    }

    /// <inheritdoc/>
    protected override IEnumerable<KeyWork> ReadInputs() => InstanceId.Select(instance => new KeyWork(instance, Keys));

    /// <inheritdoc/>
    protected sealed override async Task RunAsync(ChannelReader<KeyWork> inputs, CancellationToken cancel)
    {
        using var ssh = _ssh!;
        using var editors = _editors!;
        var reporter = new KeyWorkReporter(this);
        var finder = new KeyTargets(ssh.Instances, reporter.FailedAsync);
        var targets = _selection is null
            ? await finder.OfWorkAsync(await inputs.ReadToEndAsync(cancel), cancel)
            : await finder.OfSelectionAsync(_selection, Keys, cancel);
        await WorkAsync(editors, targets, reporter, cancel);
    }

    /// <summary>Any thread: does it to the instances.</summary>
    private protected abstract Task WorkAsync(KeyEditors editors, IReadOnlyList<KeyTarget> targets, IKeyWorkObserver observer, CancellationToken cancel);

    private protected Task EditAsync(
        KeyEditors editors, KeyOperation operation, IReadOnlyList<KeyTarget> targets, bool force, IKeyWorkObserver observer, CancellationToken cancel)
    {
        // Run Command runs as root: there, who would be logged in as is whose keys these are.
        var account = AccountName ?? (Via == KeyRoute.RunCommand ? UserName : null);
        var service = new AuthorizedKeyService(editors.Of(Via, Limits.Concurrency(targets.Count)), Limits, observer);
        return service.RunAsync(targets, new KeyEditRequest(operation, []) { AccountName = account, Force = force }, cancel);
    }
}
