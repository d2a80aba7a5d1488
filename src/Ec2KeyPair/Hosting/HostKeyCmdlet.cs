using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;
using Ec2KeyPair.Hosting.Sessions;

namespace Ec2KeyPair.Hosting;

/// <summary>A cmdlet about host keys of many instances, side by side.</summary>
/// <typeparam name="TInput">What one input is.</typeparam>
public abstract class HostKeyCmdlet<TInput> : StreamingCmdlet<TInput>
{
    private HostKeyServices? _services;
    private CommandRun? _run;

    /// <summary>The known_hosts file; else the key store's, which Connect-EC2Instance goes by.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private protected HostKeyServices Services => _services!;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        var path = Path is null ? StoreKnownHosts() : this.FilePath(Path);
        // Opened when first asked for: a pin can be looked at, and a key that is given be pinned, without AWS.
        var ec2 = new Lazy<Ec2Region>(() => OnPipeline(() => OpenSession().Ec2(Region)));
        var reader = new Lazy<IHostKeyReader>(() => OnPipeline(OpenReader));
        var reach = new Lazy<(RouteSelector, InstanceWays)>(() => OnPipeline(OpenReach));
        _services = new HostKeyServices(path, () => ec2.Value, () => reader.Value, () => reach.Value);
    }

    /// <summary>One input's work; what fails there is that input's error.</summary>
    private protected abstract Task WorkAsync(TInput input, CancellationToken cancel);

    /// <inheritdoc/>
    protected sealed override Task RunAsync(ChannelReader<TInput> inputs, CancellationToken cancel) => SideBySide.FeedAsync(
        ThrottleLimit,
        async (work, stopped) =>
        {
            while (await inputs.WaitToReadAsync(stopped))
            {
                while (inputs.TryRead(out var input)) await work.StartAsync(stop => ReportAsync(() => WorkAsync(input, stop)));
            }
        },
        cancel);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _run?.Dispose();
    }

    private string StoreKnownHosts()
    {
        var store = OpenKeyStore();
        store.EnsureFolder();
        return store.KnownHostsPath;
    }

    private IHostKeyReader OpenReader()
    {
        var aws = OpenSession();
        var targets = new CommandTargets(aws.SessionManager(Region), aws.Ec2(Region).Instances);
        _run = new CommandRun(aws.RunCommand(Region), targets, SystemClock.Instance, ThrottleLimit);
        return new RunCommandHostKeys(_run, SystemClock.Instance, WriteVerboseAsync);
    }

    private (RouteSelector Routes, InstanceWays Ways) OpenReach()
    {
        var (aws, observer) = (OpenSession(), new CmdletSessionObserver(this));
        return (
            ConnectionServices.Routes(new NetworkCache(aws.Ec2(Region).Network, CancelToken), aws.SessionManager(Region)),
            new InstanceWays(() => SessionServices.Open(aws, Region, observer), () => new EndpointConnector(aws.InstanceConnect(Region)), observer, null));
    }

    private T OnPipeline<T>(Func<T> open) => Pipeline.InvokeAsync(open).GetAwaiter().GetResult();
}
