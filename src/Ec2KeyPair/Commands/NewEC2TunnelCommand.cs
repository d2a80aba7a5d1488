using System.Management.Automation;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Port;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Hosting.Sessions;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>New-EC2Tunnel: makes a port of this machine lead to a port of an instance, or of a host behind it.</summary>
[Cmdlet(VerbsCommon.New, "EC2Tunnel", SupportsShouldProcess = true)]
[OutputType(typeof(Ec2Tunnel))]
public sealed class NewEC2TunnelCommand : AwsCmdlet
{
    /// <summary>The instance: an id, a Name tag, an address, or an object of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The port to reach.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateRange(1, 65535)]
    public int RemotePort { get; set; }

    /// <summary>A host that the instance reaches, by name or address; else the instance itself.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RemoteHost { get; set; }

    /// <summary>The port on 127.0.0.1; 0 for a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int LocalPort { get; set; }

    /// <summary>Which way to go.</summary>
    [Parameter]
    [ValidateSet(nameof(ConnectionRoute.Auto), nameof(ConnectionRoute.SessionManager))]
    public ConnectionRoute Via { get; set; }

    /// <summary>Sessions side by side. An agent sends some 0.6 MB/s through one; parallel downloads get as much each.</summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int SessionCount { get; set; } = 1;

    /// <summary>Bytes of data in a frame. All agents and services take 1,024; larger ones are faster upward, and a service may refuse them.</summary>
    [Parameter]
    [ValidateRange(1024, 32768)]
    public int FrameSize { get; set; } = 1024;

    /// <summary>Text for the account's session history.</summary>
    [Parameter]
    [ValidateLength(1, 256)]
    public string? Reason { get; set; }

    /// <summary>The Region's system name.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var table = RunspaceTunnels.Current;
        foreach (var instance in InstanceId) Run(() => ReportAsync(() => OpenAsync(table, instance)));
    });

    private async Task OpenAsync(TunnelTable table, string identity)
    {
        var aws = await Pipeline.InvokeAsync(NewSession);
        try
        {
            var target = await SessionTarget.ResolveAsync(aws.Ec2(Region).Instances, identity, CancelToken);
            var where = RemoteHost is null ? $"port {RemotePort}" : $"port {RemotePort} of {RemoteHost}";
            if (!await ShouldProcessAsync(target.InstanceId, $"Open a tunnel to {where}"))
            {
                aws.Dispose();
                return;
            }

            var sessions = SessionServices.Open(aws, Region, new CmdletSessionObserver(this), FrameSize);
            var tunnel = await Tunnel.OpenAsync(
                LocalPort, SessionCount, (port, sink, stop) => sessions.OpenAsync(Request(target.InstanceId, port), sink, stop), CancelToken);
            var open = table.Add(id => new OpenTunnel(id, target.InstanceId, RemoteHost, RemotePort, tunnel, aws));
            await WriteAsync(open.Describe());
        }
        catch
        {
            aws.Dispose();
            throw;
        }
    }

    private SessionRequest Request(string target, int localPort) => RemoteHost is null
        ? SessionRequest.Port(target, RemotePort, localPort, Reason)
        : SessionRequest.RemotePort(target, RemoteHost, RemotePort, localPort, Reason);
}
