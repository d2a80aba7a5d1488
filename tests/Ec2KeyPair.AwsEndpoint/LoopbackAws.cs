using System.Net;
using Ec2KeyPair.AwsEndpoint.Faults;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.InstanceConnect;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.SigV4;
using Ec2KeyPair.AwsEndpoint.Sso;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Ec2KeyPair.AwsEndpoint;

/// <summary>
/// The loopback counterpart of AWS: EC2, STS, SSM and IAM Identity Center on one plain-HTTP port of 127.0.0.1, speaking
/// the real wire formats and refusing what AWS refuses. Region and service of a call are those of its signature.
/// </summary>
public sealed class LoopbackAws : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackAws(LoopbackAwsOptions options)
    {
        Options = options;
        AccessKey = options.AccessKey;
        SecretKey = options.SecretKey;
        Credentials = new CredentialStore(options.Time);
        Credentials.AddUser(options.AccessKey, options.SecretKey, options.AccountId, "loopback");
        Cloud = new Cloud(options.AccountId, options.Settings, options.Time);
        Sso = new SsoDirectory();
        Requests = new RequestJournal(options.JournalCapacity);
        Faults = new FaultPlan();

        // The empty builder reads no configuration: no ASPNETCORE_URLS, no appsettings.json can add an address.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        _app = builder.Build();
        var handler = new RequestHandler(this);
        _app.UseWebSockets();
        _app.Run(handler.HandleAsync);

        void Configure(KestrelServerOptions kestrel)
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Limits.MaxRequestBodySize = RequestHandler.MaxBody;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        }
    }

    /// <summary>http://127.0.0.1:port, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public string AccessKey { get; }

    public string SecretKey { get; }

    /// <summary>Everything that exists: key pairs, instances, images, parameters, by account and Region.</summary>
    public Cloud Cloud { get; }

    /// <summary>The default account's fleet in us-east-1, where most tests live.</summary>
    public RegionState Fleet => Cloud.Region("us-east-1");

    /// <summary>Who may sign.</summary>
    public CredentialStore Credentials { get; }

    /// <summary>Sessions and roles of IAM Identity Center.</summary>
    public SsoDirectory Sso { get; }

    /// <summary>Session Manager's sessions, and how the next ones behave.</summary>
    public SessionDirectory Sessions { get; } = new();

    /// <summary>Tunnels through Instance Connect Endpoints, and how the next ones behave.</summary>
    public TunnelDirectory Tunnels { get; } = new();

    /// <summary>What was asked, newest last.</summary>
    public RequestJournal Requests { get; }

    /// <summary>What was changed, in the order of taking effect.</summary>
    public MutationJournal Mutations { get; } = new();

    /// <summary>What goes wrong on purpose.</summary>
    public FaultPlan Faults { get; }

    /// <summary>How far the server's clock is off: signatures are judged by it and the Date header tells it.</summary>
    public TimeSpan ClockOffset { get; set; }

    internal LoopbackAwsOptions Options { get; }

    internal DateTimeOffset ServerTime => DateTimeOffset.UtcNow + ClockOffset;

    public static async Task<LoopbackAws> StartAsync(LoopbackAwsOptions? options = null, CancellationToken cancellationToken = default)
    {
        var aws = new LoopbackAws(options ?? new LoopbackAwsOptions());
        try
        {
            await aws._app.StartAsync(cancellationToken);
            var addresses = aws._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            foreach (var address in addresses)
            {
                LoopbackAddress.Require(address);
            }

            aws.Url = addresses.Single().TrimEnd('/');
            return aws;
        }
        catch
        {
            await aws.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sessions.DisposeAsync();
        await Tunnels.DisposeAsync();
        using (var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
        {
            await _app.StopAsync(hurry.Token);
        }

        await _app.DisposeAsync();
        await Cloud.DisposeAsync();
    }
}
