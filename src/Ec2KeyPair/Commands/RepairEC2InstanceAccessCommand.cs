using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Hosting.Repair;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Repair-EC2InstanceAccess: lets a new key in on Linux instances whose key is lost, by the way that does the least harm, and proves it.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "EC2InstanceAccess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RepairResult), typeof(RepairPlan))]
public sealed partial class RepairEC2InstanceAccessCommand : StreamingCmdlet<string>
{
    private RepairServices? _services;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        var options = new RepairOptions
        {
            Method = Method,
            IsPlanOnly = PlanOnly,
            AcceptsDowntime = AcceptDowntime,
            KeyName = NewKey,
            UserName = UserName,
            Port = Port,
            Patience = TimeSpan.FromSeconds(TimeoutSec),
            ThrottleLimit = ThrottleLimit,
            HelperInstanceType = HelperInstanceType,
            HelperImageId = HelperImageId,
            AutomationParameters = ResetParameters.OfRunbook(AutomationParameter),
        };
        var wishes = new RepairWishes(KeyType, Via, HostKeyPolicy, Passphrase)
        {
            AskPassphrase = HostConsole.IsInteractive(Host) ? AskPassphrase : null,
            AskHostKey = HostConsole.IsInteractive(Host) ? (id, key) => Pipeline.InvokeAsync(() => Hosting.Ssh.HostKeyPrompt.Ask(Host, id, key)) : null,
        };
        var store = OpenKeyStore();
        _services = new RepairServices(this, OpenSession(), Region, store, options, wishes, new RepairReporter(this, store, UserName is null), CancelToken);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> ReadInputs() => InstanceId;

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<string> inputs, CancellationToken cancel)
    {
        using var services = _services!;
        await services.Service.RunAsync(InstanceBatches.OfIdentities(services.Instances, inputs, input => input, cancel), cancel);
    }

    private Core.Secrets.Passphrase AskPassphrase(string path) => Core.Secrets.Passphrase.FromSecureString(
        Pipeline.InvokeAsync(() => PassphrasePrompt.Ask(Host, path)).GetAwaiter().GetResult());
}
