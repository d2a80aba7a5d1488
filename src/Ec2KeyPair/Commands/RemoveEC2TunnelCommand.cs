using System.Management.Automation;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Hosting.Sessions;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Remove-EC2Tunnel: closes tunnels, their connections and their sessions.</summary>
[Cmdlet(VerbsCommon.Remove, "EC2Tunnel", SupportsShouldProcess = true)]
public sealed class RemoveEC2TunnelCommand : AsyncCmdlet
{
    /// <summary>Numbers of tunnels.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TunnelIdCompleter]
    public int[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var table = RunspaceTunnels.Current;
        foreach (var id in Id)
        {
            if (table.Find(id) is not { } tunnel)
            {
                WriteError(ErrorRecordFactory.Create(GetEC2TunnelCommand.NotFound(id)));
                continue;
            }

            var description = tunnel.Describe();
            if (!ShouldProcess($"tunnel {id}: 127.0.0.1:{description.LocalPort} to {description.InstanceId}", "Close")) continue;
            if (table.Take(id) is { } taken) Run(async () => await taken.DisposeAsync());
        }
    });
}
