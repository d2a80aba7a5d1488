using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Commands;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Hosting.Sessions;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Invoke-EC2InstanceCommand: runs a command on instances; output, error output and exit code come as objects.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EC2InstanceCommand", SupportsShouldProcess = true)]
[OutputType(typeof(InstanceCommandResult))]
public sealed class InvokeEC2InstanceCommandCommand : StreamingCmdlet<string>
{
    private CommandRunner? _runner;

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>What to run: a command of sh, on Windows of PowerShell. It stands in the account's session history.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>Which way to go.</summary>
    [Parameter]
    [ValidateSet(nameof(ConnectionRoute.Auto), nameof(ConnectionRoute.SessionManager))]
    public ConnectionRoute Via { get; set; }

    /// <summary>How long the command may run on one instance, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 3600;

    /// <summary>Text for the account's session history.</summary>
    [Parameter]
    [ValidateLength(1, 256)]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        var aws = OpenSession();
        _runner = new CommandRunner(
            SessionServices.Open(aws, Region, new CmdletSessionObserver(this)), aws.Ec2(Region).Instances, TimeSpan.FromSeconds(TimeoutSec));
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> ReadInputs() => InstanceId;

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<string> inputs, CancellationToken cancel)
    {
        using var work = new SideBySide(ThrottleLimit, cancel);
        while (await inputs.WaitToReadAsync(cancel))
        {
            while (inputs.TryRead(out var instance)) await work.StartAsync(stop => ReportAsync(() => InvokeAsync(instance, stop)));
        }

        await work.EndAsync();
    }

    private async Task InvokeAsync(string identity, CancellationToken cancel)
    {
        var target = await _runner!.ResolveAsync(identity, cancel);
        if (!await ShouldProcessAsync(target.InstanceId, $"Run '{Command}'")) return;
        var (sessionId, result) = await _runner.RunAsync(target, Command, Reason, cancel);
        await WriteAsync(new InstanceCommandResult
        {
            InstanceId = target.InstanceId,
            Via = nameof(ConnectionRoute.SessionManager),
            ExitCode = result.ExitCode,
            StandardOutput = result.StandardOutput,
            StandardError = result.StandardError,
            IsTruncated = result.IsTruncated,
            SessionId = sessionId,
        });
    }
}
