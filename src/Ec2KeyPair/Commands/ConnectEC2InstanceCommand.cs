using System.Management.Automation;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Hosting.Rdp;
using Ec2KeyPair.Hosting.Sessions;
using Ec2KeyPair.Output;

namespace Ec2KeyPair.Commands;

/// <summary>Connect-EC2Instance: opens a session with the right user, the right key and a verified server, by the way that is open.</summary>
[Cmdlet(VerbsCommunications.Connect, "EC2Instance", SupportsShouldProcess = true)]
[OutputType(typeof(ConnectionResult))]
public sealed partial class ConnectEC2InstanceCommand : AwsCmdlet
{
    private bool IsInteractive => HostConsole.IsInteractive(Host);

    // The terminal is ssh's, or the shell's on the instance.
    private protected override bool MayShowProgress => false;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var connect = Connector(ConnectionManners.Choose(Protocol, Via, AsProxy, Wishes));
        foreach (var instance in InstanceId)
        {
            if (ShouldProcess(instance, "Connect")) Run(() => ReportAsync(() => connect(instance)));
        }
    });

    private Func<string, Task> Connector(ConnectionManner manner) => manner switch
    {
        ConnectionManner.Proxy => ProxyAsync,
        ConnectionManner.Shell => IsInteractive ? ShellAsync : throw NotInteractive(),
        ConnectionManner.Ssh => Resolved(PrepareSsh()),
        ConnectionManner.Rdp => Resolved(PrepareRdp()),
        _ => Resolved(PrepareEither()),
    };

    private Func<string, Task> Resolved(Func<Ec2Instance, Task> connect)
    {
        var resolver = new InstanceResolver(OpenSession().Ec2(Region).Instances);
        return async identity => await connect(await resolver.ResolveAsync(identity, CancelToken));
    }

    private Func<Ec2Instance, Task> PrepareEither()
    {
        var ssh = Attempt<Func<Ec2Instance, Task>>.Of(PrepareSsh);
        var rdp = Attempt<Func<Ec2Instance, Task>>.Of(PrepareRdp);
        // With neither there is nothing to ask AWS for.
        return ssh.Succeeded || rdp.Succeeded ? instance => (instance.IsWindows ? rdp : ssh).Value(instance) : throw Neither(ssh.Error!, rdp.Error!);
    }

    private Func<Ec2Instance, Task> PrepareSsh()
    {
        if (!IsInteractive && !SshArguments.NeedNoTerminal(SshArgument)) throw NotInteractive();
        var program = SshClient.Find();
        var aws = OpenSession();
        var store = OpenKeyStore();
        var services = new ConnectionServices(aws.Ec2(Region), aws.SessionManager(Region), store);
        var (planner, login) = (services.Planner, services.Login(program, aws.InstanceConnect(Region), WriteWarningAsync));
        var (request, ways) = (SshRequest(store), Ways());
        return async instance =>
        {
            var plan = await planner.PlanAsync(instance, request, CancelToken);
            foreach (var reason in plan.Reasons) await WriteVerboseAsync(reason);
            await EndAsync(ConnectionResult.OfSsh(plan, await login.RunAsync(plan, ways, CancelToken)));
        };
    }

    private Func<Ec2Instance, Task> PrepareRdp()
    {
        var client = RdpClients.Find();
        client.CheckArguments(ClientArgument);
        var wishes = RdpWishes();
        var (ec2, store) = (OpenSession().Ec2(Region), OpenKeyStore());
        store.EnsureFolder(); // Certificates are remembered in it, also where it has no keys yet.
        var mayAsk = IsInteractive;
        var connection = new RdpConnection
        {
            Client = client,
            Ec2 = ec2,
            Store = store,
            Logins = new RdpLoginSource(ec2, LaunchKeys(store), mayAsk ? AskPassphrase : null, WriteVerboseAsync),
            Routes = ConnectionServices.Routes(ec2.Network, OpenSession().SessionManager(Region)),
            Ways = Ways(),
            Ask = mayAsk ? (id, certificate) => Pipeline.InvokeAsync(() => CertificateQuestion.Ask(Host, id, certificate)) : null,
            Explain = WriteVerboseAsync,
        };
        return async instance => await EndAsync(await connection.RunAsync(instance, wishes, CancelToken));
    }

    private async Task EndAsync(ConnectionResult result)
    {
        await Pipeline.InvokeAsync(() => SessionState.PSVariable.Set("global:LASTEXITCODE", result.ExitCode));
        await WriteAsync(result);
    }

    private async Task ShellAsync(string instance)
    {
        var aws = await Pipeline.InvokeAsync(OpenSession);
        var target = await SessionTarget.ResolveAsync(aws.Ec2(Region).Instances, instance, CancelToken);
        await ShellConnection.RunAsync(
            SessionServices.Open(aws, Region, new CmdletSessionObserver(this)),
            SessionRequest.Shell(target.InstanceId, DocumentName, Reason),
            target.IsWindows,
            line => Pipeline.InvokeAsync(() => Host.UI.WriteLine(line)),
            CancelToken);
        await WriteAsync(ConnectionResult.OfShell(target.InstanceId));
    }

    private async Task ProxyAsync(string instance)
    {
        var aws = await Pipeline.InvokeAsync(OpenSession);
        await new ProxyWay(aws, Region, Via, PortOr(22), Reason).RunAsync(instance, CancelToken);
    }

    private InstanceWays Ways()
    {
        var (aws, observer) = (OpenSession(), new CmdletSessionObserver(this));
        return new(() => SessionServices.Open(aws, Region, observer), () => new EndpointConnector(aws.InstanceConnect(Region)), observer, Reason);
    }

    private static Ec2KeyPairException Neither(Ec2KeyPairException ssh, Ec2KeyPairException rdp) => new(
        ssh.Condition, $"{ssh.Message} Nor is there a way to a Windows instance: {rdp.Message}", ssh.Subject, ssh.Mend, ssh);

    private static Ec2KeyPairException NotInteractive() => new(
        ErrorCondition.HostNotInteractive,
        "An interactive session needs a terminal, and this host has none.",
        mend: "Give a command to run on the instance: Connect-EC2Instance i-... -SshArgument 'uptime', or use Invoke-EC2InstanceCommand.");
}
