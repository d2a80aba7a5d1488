using System.Management.Automation;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.InstanceConnect;
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
    private static readonly string[] SessionParameters = [nameof(RemoteHost), nameof(SessionCount), nameof(FrameSize), nameof(Reason)];
    private static readonly string[] EndpointParameters = [nameof(EndpointId), nameof(MaxDurationSec)];

    /// <summary>The instance: an id, a Name tag, an address, or an object of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
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

    /// <summary>Which way to go; Auto is Session Manager, which carries every port.</summary>
    [Parameter]
    [ValidateSet(nameof(ConnectionRoute.Auto), nameof(ConnectionRoute.InstanceConnectEndpoint), nameof(ConnectionRoute.SessionManager))]
    public ConnectionRoute Via { get; set; }

    /// <summary>The Instance Connect Endpoint to go through; else one of the instance's subnet or VPC.</summary>
    [Parameter]
    [ValidatePattern("^eice-[0-9a-f]{8,40}$")]
    public string? EndpointId { get; set; }

    /// <summary>Seconds after which the Instance Connect Endpoint ends each connection; else its own limit, an hour.</summary>
    [Parameter]
    [ValidateRange(1, EndpointTarget.LongestDurationSeconds)]
    public int MaxDurationSec { get; set; }

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
    [RegionCompleter]
    public string? Region { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var table = RunspaceTunnels.Current;
        var route = TunnelRoutes.Choose(Via, SessionParameters.Any(IsGiven), EndpointParameters.Any(IsGiven));
        foreach (var instance in InstanceId) Run(() => ReportAsync(() => OpenAsync(table, instance, route)));
    });

    private async Task OpenAsync(TunnelTable table, string identity, ConnectionRoute route)
    {
        if (await MakeAsync(table, identity, route) is { } made) await WriteAsync(made.Describe());
    }

    // The session belongs to the tunnel from the moment that the table has it, whatever becomes of the output.
    private async Task<OpenTunnel?> MakeAsync(TunnelTable table, string identity, ConnectionRoute route)
    {
        var aws = await Pipeline.InvokeAsync(NewSession);
        try
        {
            var offer = await new TunnelServices(aws, Region, new CmdletSessionObserver(this)).FindAsync(identity, route, Wishes(), CancelToken);
            if (!await ShouldProcessAsync(offer.InstanceId, offer.Action))
            {
                aws.Dispose();
                return null;
            }

            var tunnel = await offer.OpenAsync(CancelToken);
            return table.Add(id => new OpenTunnel(id, offer, tunnel, aws));
        }
        catch
        {
            aws.Dispose();
            throw;
        }
    }

    private TunnelWishes Wishes() => new()
    {
        LocalPort = LocalPort,
        RemotePort = RemotePort,
        RemoteHost = RemoteHost,
        SessionCount = SessionCount,
        FrameSize = FrameSize,
        Reason = Reason,
        EndpointId = EndpointId,
        MaxDurationSeconds = IsGiven(nameof(MaxDurationSec)) ? MaxDurationSec : null,
    };

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
