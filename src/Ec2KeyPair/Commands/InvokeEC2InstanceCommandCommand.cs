using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Core.Sessions.Commands;
using Ec2KeyPair.Core.Ssh.Commands;
using Ec2KeyPair.Hosting.Ssh;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Invoke-EC2InstanceCommand: runs a command on instances; output, error output and exit code come as objects.</summary>
/// <remarks>
/// Without -Via and without anything that only SSH has (-UserName, -KeyPath ...), Session Manager runs the command, as the
/// account that its settings name (ssm-user, where they name none); where no session can be started, SSH runs it, as the
/// image's own user. -Via SessionManager or -UserName makes it the same everywhere.
/// </remarks>
[Cmdlet(VerbsLifecycle.Invoke, "EC2InstanceCommand", SupportsShouldProcess = true)]
[OutputType(typeof(InstanceCommandResult))]
public sealed class InvokeEC2InstanceCommandCommand : RoutedSshCmdlet<string>
{
    private SshServices? _ssh;

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>What to run: a command of sh, on Windows of PowerShell. Through Session Manager it stands in the account's session history.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>How long the command may run on one instance, in seconds. One that takes longer is ended there.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 3600;

    /// <inheritdoc/>
    protected override void Prepare() => _ssh = OpenSsh();

    /// <inheritdoc/>
    protected override IEnumerable<string> ReadInputs() => InstanceId;

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<string> inputs, CancellationToken cancel)
    {
        using var ssh = _ssh!;
        var timeout = TimeSpan.FromSeconds(TimeoutSec);
        var observer = new InstanceCommandReporter(this, Command);
        var service = new InstanceCommandService(
            ssh.Instances, ssh.Chooser, ssh.Connector, new CommandRunner(ssh.Sessions, timeout, observer.LastWord), observer);
        var command = new InstanceCommand
        {
            Text = Command,
            Timeout = timeout,
            ThrottleLimit = ThrottleLimit,
            Via = Via,
            Port = Port,
            SshOnly = SshOnly,
            Reason = Reason,
        };
        await service.RunAsync(inputs, command, cancel);
    }
}
