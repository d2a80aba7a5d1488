using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Hosting.Sessions;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Get-EC2Tunnel: the tunnels of this runspace, with their figures.</summary>
[Cmdlet(VerbsCommon.Get, "EC2Tunnel")]
[OutputType(typeof(Ec2Tunnel))]
public sealed class GetEC2TunnelCommand : AsyncCmdlet
{
    /// <summary>Numbers of tunnels; else all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TunnelIdCompleter]
    public int[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var table = RunspaceTunnels.Current;
        if (Id is null)
        {
            foreach (var tunnel in table.All) WriteObject(tunnel.Describe());
            return;
        }

        foreach (var id in Id)
        {
            if (table.Find(id) is { } tunnel) WriteObject(tunnel.Describe());
            else WriteError(ErrorRecordFactory.Create(NotFound(id)));
        }
    });

    internal static Ec2KeyPairException NotFound(int id) => new(
        ErrorCondition.TunnelNotFound, $"There is no tunnel {id} in this runspace.", id, "List them with Get-EC2Tunnel.");
}
