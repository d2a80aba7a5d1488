using System.Management.Automation;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Hosting.Sessions;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Connect-EC2Instance: opens a session with the right user, the right key and a verified host key, by the way that is open.</summary>
[Cmdlet(VerbsCommunications.Connect, "EC2Instance")]
[OutputType(typeof(ConnectionResult))]
public sealed class ConnectEC2InstanceCommand : AwsCmdlet
{
    private static readonly string[] SshParameters = [nameof(UserName), nameof(KeyPath), nameof(Port), nameof(SshArgument), nameof(HostKeyPolicy)];

    /// <summary>The instance: an id, a Name tag, an address, or an object of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Which way to go.</summary>
    [Parameter]
    public ConnectionRoute Via { get; set; }

    /// <summary>What to speak: SSH, or through Session Manager a shell that needs no key.</summary>
    [Parameter]
    public ConnectionProtocol Protocol { get; set; }

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

    /// <summary>A Session document for the shell; else the account's own settings.</summary>
    [Parameter]
    [ValidatePattern("^[a-zA-Z0-9_.:/-]{3,128}$")]
    public string? DocumentName { get; set; }

    /// <summary>Text for the account's session history.</summary>
    [Parameter]
    [ValidateLength(1, 256)]
    public string? Reason { get; set; }

    /// <summary>Be the ProxyCommand of ssh: standard input and output are the connection, through Session Manager.</summary>
    [Parameter]
    public SwitchParameter AsProxy { get; set; }

    /// <summary>The Region's system name.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string? Region { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var wantsSsh = SshParameters.Any(MyInvocation.BoundParameters.ContainsKey);
        var connect = Manner(ConnectionManners.Choose(Protocol, Via, AsProxy, wantsSsh, DocumentName is not null));
        foreach (var instance in InstanceId) Run(() => ReportAsync(() => connect(instance)));
    });

    private Func<string, Task> Manner(ConnectionManner manner)
    {
        var isInteractive = HostConsole.IsInteractive(Host);
        if (manner == ConnectionManner.Proxy) return ProxyAsync;
        if (manner == ConnectionManner.Shell) return isInteractive ? ShellAsync : throw NotInteractive();
        if (!isInteractive && !SshArguments.NeedNoTerminal(SshArgument)) throw NotInteractive();
        var program = SshClient.Find();
        var aws = OpenSession();
        var services = new ConnectionServices(aws.Ec2(Region), aws.SessionManager(Region), OpenKeyStore());
        return instance => SshAsync(services.Planner, services.Login(program, WriteWarningAsync), instance, isInteractive);
    }

    private async Task SshAsync(ConnectionPlanner planner, SshLogin login, string instance, bool isInteractive)
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

        var exitCode = await login.RunAsync(plan, () => Sessions(new CmdletSessionObserver(this)), Reason, CancelToken);
        await Pipeline.InvokeAsync(() => SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode));
        await WriteAsync(ConnectionResult.OfSsh(plan, exitCode));
    }

    private async Task ShellAsync(string instance)
    {
        var (sessions, target) = await ResolveAsync(instance, new CmdletSessionObserver(this));
        await ShellConnection.RunAsync(
            sessions,
            SessionRequest.Shell(target.InstanceId, DocumentName, Reason),
            target.IsWindows,
            line => Pipeline.InvokeAsync(() => Host.UI.WriteLine(line)),
            CancelToken);
        await WriteAsync(ConnectionResult.OfShell(target.InstanceId));
    }

    private async Task ProxyAsync(string instance)
    {
        var (sessions, target) = await ResolveAsync(instance, new ProxyObserver());
        await ProxyConnection.RunAsync(sessions, SessionRequest.Ssh(target.InstanceId, Port, Reason), CancelToken);
    }

    private async Task<(SessionService Sessions, SessionTarget Target)> ResolveAsync(string instance, ISessionObserver observer)
    {
        var aws = await Pipeline.InvokeAsync(OpenSession);
        return (Sessions(observer), await SessionTarget.ResolveAsync(aws.Ec2(Region).Instances, instance, CancelToken));
    }

    private SessionService Sessions(ISessionObserver observer) => SessionServices.Open(OpenSession(), Region, observer);

    private static Ec2KeyPairException NotInteractive() => new(
        ErrorCondition.HostNotInteractive,
        "An interactive session needs a terminal, and this host has none.",
        mend: "Give a command to run on the instance: Connect-EC2Instance i-... -SshArgument 'uptime', or use Invoke-EC2InstanceCommand.");
}
