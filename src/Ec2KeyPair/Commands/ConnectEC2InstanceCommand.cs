using System.Management.Automation;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Connect-EC2Instance: opens an SSH session with the right user, the right key and a verified host key.</summary>
[Cmdlet(VerbsCommunications.Connect, "EC2Instance")]
[OutputType(typeof(ConnectionResult))]
public sealed class ConnectEC2InstanceCommand : AwsCmdlet
{
    /// <summary>The instance: an id, a Name tag, an address, or an object of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Which way to go.</summary>
    [Parameter]
    public ConnectionRoute Via { get; set; }

    /// <summary>The account to log in as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The private key file; else the launch key from the key store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary>The SSH server's port.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 22;

    /// <summary>Arguments for ssh: options, and the command to run on the instance.</summary>
    // By position, never "all that remains": a misspelt parameter must not become part of a remote command.
    [Parameter(Position = 1)]
    public string[] SshArgument { get; set; } = [];

    /// <summary>What to do about the host key.</summary>
    [Parameter]
    public HostKeyPolicy HostKeyPolicy { get; set; }

    /// <summary>The Region's system name.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var isInteractive = HostConsole.IsInteractive(Host);
        if (!isInteractive && !SshArguments.NeedNoTerminal(SshArgument)) throw NotInteractive();
        var program = SshClient.Find();
        var planner = ConnectionServices.Planner(OpenSession().Ec2(Region), OpenKeyStore());
        foreach (var instance in InstanceId)
        {
            Run(() => ReportAsync(() => ConnectAsync(planner, instance, program, isInteractive)));
        }
    });

    private async Task ConnectAsync(ConnectionPlanner planner, string instance, string program, bool isInteractive)
    {
        var plan = await planner.PlanAsync(instance, new ConnectionRequest
        {
            Via = Via,
            UserName = UserName,
            KeyPath = KeyPath is null ? null : await Pipeline.InvokeAsync(() => this.FilePath(KeyPath)),
            Port = Port,
            HostKeyPolicy = HostKeyPolicy,
            IsInteractive = isInteractive,
            SshArguments = SshArgument,
        }, CancelToken);
        foreach (var reason in plan.Reasons) await WriteVerboseAsync(reason);

        var exitCode = await ForegroundProcess.RunAsync(program, plan.Ssh.ToArguments(), CancelToken);
        await Pipeline.InvokeAsync(() => SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode));
        await WriteAsync(new ConnectionResult
        {
            InstanceId = plan.Instance.InstanceId,
            UserName = plan.UserName,
            Via = plan.Route.Kind.ToString(),
            Address = plan.Route.Address!,
            ExitCode = exitCode,
        });
    }

    private static Ec2KeyPairException NotInteractive() => new(
        ErrorCondition.HostNotInteractive,
        "An interactive session needs a terminal, and this host has none.",
        mend: "Give a command to run on the instance: Connect-EC2Instance i-... -SshArgument 'uptime'.");
}
