using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.LaunchKeys;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Get-EC2WindowsPassword: decrypts the first administrator passwords of Windows instances.</summary>
[Cmdlet(VerbsCommon.Get, "EC2WindowsPassword", DefaultParameterSetName = ByInstance)]
[OutputType(typeof(WindowsPassword), typeof(PlainWindowsPassword))]
public sealed partial class GetEC2WindowsPasswordCommand : LaunchKeyCmdlet<(string Text, string? InstanceId, string? UserName)>
{
    private string? _kind;
    private Ec2Region? _ec2;
    private InstanceSelection? _selection;

    // Waiting has a bar of its own.
    private protected override bool MayShowProgress => !Wait;

    /// <inheritdoc/>
    protected override void Prepare() => PrepareKeys();

    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string? InstanceId, string? UserName)> ReadInputs()
    {
        // Only now is it known what the pipeline brings: password data needs no AWS.
        if ((_kind ??= ParameterSetName) != ParameterSetName) throw ParameterError("Instances and password data can't come through one pipeline.");
        if (_kind == Offline) return [(PasswordData, InstanceId.FirstOrDefault(), UserName)];
        _ec2 ??= OpenSession().Ec2(Region);
        if (_kind == ByInstance) return InstanceId.Select(identity => (identity, (string?)null, (string?)null));
        _selection = InstanceSelection.OfWindows(TagFilters.Read(Tag));
        return [(_selection.ToString(), null, null)];
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<(string Text, string? InstanceId, string? UserName)> inputs, CancellationToken cancel)
    {
        if (!await inputs.WaitToReadAsync(cancel)) return;
        using var passphrase = CopyPassphrase();
        var reporter = new WindowsPasswordReporter(this, AsPlainText);
        try
        {
            if (_ec2 is null) await DecryptAsync(inputs, passphrase, reporter, cancel);
            else await FetchAsync(_ec2, inputs, passphrase, reporter, cancel);
        }
        finally
        {
            await reporter.EndAsync();
        }
    }

    private async Task FetchAsync(
        Ec2Region ec2, ChannelReader<(string Text, string? InstanceId, string? UserName)> inputs, Passphrase? passphrase, WindowsPasswordReporter reporter, CancellationToken cancel)
    {
        using var keys = new LaunchKeyFinder(ec2.KeyPairs, OpenKeys(passphrase));
        await WriteVerboseAsync($"Region {ec2.Name} ({ec2.Source}); private keys from {keys.Source}.");
        var options = new WindowsPasswordOptions { Wait = Wait, Timeout = TimeSpan.FromSeconds(TimeoutSec), ThrottleLimit = ThrottleLimit };
        var service = new WindowsPasswordService(
            ec2.Instances, ec2.LiveConsoles, ec2.Passwords, () => OpenSession().BootSignals(Region), keys, SystemClock.Instance, reporter, options);
        await service.RunAsync(
            _selection is null
                ? InstanceBatches.OfIdentities(ec2.Instances, inputs, input => input.Text, cancel)
                : InstanceBatches.OfSelection(ec2.Instances, _selection, cancel),
            cancel);
    }

    private async Task DecryptAsync(
        ChannelReader<(string Text, string? InstanceId, string? UserName)> inputs, Passphrase? passphrase, WindowsPasswordReporter reporter, CancellationToken cancel)
    {
        using var passwords = OpenOnlyKey(passphrase);
        while (await inputs.WaitToReadAsync(cancel))
        {
            while (inputs.TryRead(out var input))
            {
                await ReportAsync(async () => await reporter.FoundAsync(await passwords.DecryptAsync(input.Text, input.InstanceId, input.UserName)));
            }
        }
    }
}
