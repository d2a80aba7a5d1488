using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting.AuthorizedKeys;
using Ec2KeyPair.Hosting.Ssh;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Update-EC2AuthorizedKey: replaces the key of instances: the new one is added and proven before the old one goes, and that is proven too.</summary>
[Cmdlet(VerbsData.Update, "EC2AuthorizedKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByInstance)]
[OutputType(typeof(KeyRotationResult), typeof(KeyRotationReport))]
public sealed partial class UpdateEC2AuthorizedKeyCommand : SshCmdlet<KeyWork>
{
    private KeyStore? _store;
    private RotationSetup? _setup;
    private SshServices? _ssh;
    private KeyEditors? _editors;
    private KeyWorkLimits _limits = new(1);
    private InstanceSelection? _selection;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        if (ParameterSetName == ByTag) _selection = InstanceSelection.OfLinuxInAnyState(TagFilters.Read(Tag));
        _store = OpenKeyStore();
        _setup = Resume
            ? RotationSetup.Resumed(this, _store, JournalPath)
            : RotationSetup.New(this, _store, JournalPath, NewKey, OldKey);
        _limits = new KeyWorkLimits(RunCommandParameters.AtOnce((_setup.Journal?.Header.Via ?? Via) == RotationRoute.RunCommand, MyInvocation.BoundParameters, ThrottleLimit))
        {
            MaxConcurrency = MaxConcurrency is null ? null : FleetLimit.Parse(MaxConcurrency, "-MaxConcurrency"),
            MaxErrors = FleetLimit.Parse(MaxErrors, "-MaxErrors"),
        };
        Region ??= _setup.Journal?.Header.Region;
        UserName ??= _setup.Journal?.Header.UserName;
        _ssh = OpenSsh();
        _editors = new KeyEditors(OpenSession(), Region, _ssh, Port, WriteVerboseAsync, SayAtEnd);
    }

    /// <inheritdoc/>
    protected override IEnumerable<KeyWork> ReadInputs() => InstanceId.Select(instance => new KeyWork(instance, []));

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<KeyWork> inputs, CancellationToken cancel)
    {
        using var ssh = _ssh!;
        using var editors = _editors!;
        var setup = _setup!;
        await using var held = setup;
        var reporter = new RotationReporter(this, UserName is null ? new InstalledKeys(_store!) : null);
        var instances = setup.Journal is { } resumed
            ? await ResumedAsync(ssh, resumed, cancel)
            : await ChosenAsync(ssh, setup, reporter, await inputs.ReadToEndAsync(cancel), cancel);
        if (instances.Count == 0) return;
        // Before anything is written down: it may take a passphrase that nobody gives.
        var (newKey, oldKey) = (setup.OpenNew(ssh.Opener), setup.OpenOld(ssh.Opener));
        var journal = setup.Journal ?? setup.Begin(instances, Header);
        await WriteVerboseAsync($"The journal is '{journal.Path}'.");
        var run = new RotationRun(OpenSession(), Region, _store!, ssh, editors, Port, SayAtEnd);
        var report = await run.RunAsync(
            journal, instances, newKey, oldKey, _limits, reporter, ShouldProcessAsync, cancel);
        await WriteAsync(report);
    }

    private RotationHeader Header(RotationHeader header) => header with
    {
        UserName = UserName, Region = OpenSession().Ec2(Region).Name, Via = Via, UpdatesLaunchTemplates = UpdateLaunchTemplate,
    };

    private async Task<IReadOnlyList<Ec2Instance>> ResumedAsync(SshServices ssh, RotationJournal journal, CancellationToken cancel)
    {
        var ids = journal.Header.InstanceIds;
        if (!await ShouldProcessAsync(journal.Path, $"Resume the rotation of {ids.Count} instances to the key {journal.Header.NewKey.Fingerprint}")) return [];
        var found = new KeyTargets(ssh.Instances, _ => Task.CompletedTask); // Those that are gone are told by the rotation.
        return (await found.OfWorkAsync(ids.Select(id => new KeyWork(id, [])).ToList(), cancel)).Select(target => target.Instance).ToList();
    }

    private async Task<IReadOnlyList<Ec2Instance>> ChosenAsync(
        SshServices ssh, RotationSetup setup, RotationReporter reporter, IReadOnlyList<KeyWork> work, CancellationToken cancel)
    {
        var finder = new KeyTargets(ssh.Instances, reporter.FailedAsync);
        var targets = _selection is null ? await finder.OfWorkAsync(work, cancel) : await finder.OfSelectionAsync(_selection, [], cancel);
        var chosen = new List<Ec2Instance>();
        foreach (var instance in targets.Select(target => target.Instance))
        {
            if (await ShouldProcessAsync(instance.InstanceId, $"Replace {setup.OldText?.Fingerprint ?? "the launch key"} by {setup.NewText.Fingerprint}")) chosen.Add(instance);
        }

        return chosen;
    }
}
