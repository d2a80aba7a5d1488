using Amazon;
using Amazon.EC2;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SimpleSystemsManagement;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Aws.InstanceConnect;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Session;

/// <summary>The AWS account and endpoint that one cmdlet call works with; makes the clients, one per Region.</summary>
internal sealed class AwsSession : IDisposable
{
    // Some 3 s of backoff within the SDK: server errors, cut connections, short bursts of throttling.
    private const int RetriesPerRequest = 4;
    private readonly AwsSessionParameters _parameters;
    private readonly ResolvedCredentials _credentials;
    private readonly Dictionary<string, Ec2Region> _regions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SessionApi> _sessionManagers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, InstanceConnectApi> _instanceConnects = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AgentApi> _agents = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ParameterApi> _parameterStores = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RunCommandApi> _runCommands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AutomationApi> _automations = new(StringComparer.OrdinalIgnoreCase);

    private AwsSession(AwsSessionParameters parameters, ResolvedCredentials credentials)
    {
        _parameters = parameters;
        _credentials = credentials;
    }

    /// <summary>Where the credentials came from, for -Verbose.</summary>
    internal string CredentialSource => _credentials.Source;

    /// <summary>The profile that the credentials came from, whoever named it; null when they came from elsewhere.</summary>
    internal string? Profile => _credentials.Profile;

    /// <summary>The file that the profile is in, when it is not the default one.</summary>
    internal string? ProfileLocation => _credentials.Profile is null ? null : _parameters.ProfileLocation;

    /// <summary>Another endpoint than AWS's own; null for none.</summary>
    internal string? EndpointUrl => _parameters.EndpointUrl;

    /// <exception cref="Ec2KeyPairException">AwsCredentialsNotFound, AwsProfileNotFound, ParameterInvalid.</exception>
    internal static AwsSession Open(AwsSessionParameters parameters) => new(parameters, CredentialResolver.Resolve(parameters));

    /// <summary>EC2 in this Region, or in the session's when none is given.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal Ec2Region Ec2(string? region = null)
    {
        var (name, source) = RegionResolver.Resolve(region, _parameters, _credentials);
        if (!_regions.TryGetValue(name, out var ec2))
        {
            ec2 = new Ec2Region(name, source, new AmazonEC2Client(_credentials.Credentials, Configure(new AmazonEC2Config(), name)));
            _regions.Add(name, ec2);
        }

        return ec2;
    }

    /// <summary>Parameter Store in this Region, or in the session's when none is given.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal ParameterApi ParameterStore(string? region = null)
    {
        var (name, _) = RegionResolver.Resolve(region, _parameters, _credentials);
        if (!_parameterStores.TryGetValue(name, out var parameters))
        {
            var config = Configure(new AmazonSimpleSystemsManagementConfig(), name);
            parameters = new ParameterApi(new AmazonSimpleSystemsManagementClient(_credentials.Credentials, config), name);
            _parameterStores.Add(name, parameters);
        }

        return parameters;
    }

    /// <summary>Session Manager in this Region, or in the session's when none is given.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal SessionApi SessionManager(string? region = null)
    {
        var (name, _) = RegionResolver.Resolve(region, _parameters, _credentials);
        if (!_sessionManagers.TryGetValue(name, out var sessions))
        {
            sessions = new SessionApi(
                new AmazonSimpleSystemsManagementClient(
                    _credentials.Credentials, Configure(new AmazonSimpleSystemsManagementConfig(), name)),
                // Most sessions are not encrypted with a key of the account.
                () => new AmazonKeyManagementServiceClient(
                    _credentials.Credentials, Configure(new AmazonKeyManagementServiceConfig(), name)),
                name);
            _sessionManagers.Add(name, sessions);
        }

        return sessions;
    }

    /// <summary>EC2 Instance Connect in this Region, or in the session's when none is given.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal InstanceConnectApi InstanceConnect(string? region = null)
    {
        var (name, _) = RegionResolver.Resolve(region, _parameters, _credentials);
        if (!_instanceConnects.TryGetValue(name, out var connect))
        {
            var client = new InstanceConnectClient(_credentials.Credentials, Configure(new InstanceConnectConfig(), name));
            connect = new InstanceConnectApi(client, _credentials.Credentials, name);
            _instanceConnects.Add(name, connect);
        }

        return connect;
    }

    /// <summary>Run Command in this Region, or in the session's when none is given.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal RunCommandApi RunCommand(string? region = null)
    {
        var (name, _) = RegionResolver.Resolve(region, _parameters, _credentials);
        if (!_runCommands.TryGetValue(name, out var commands))
        {
            var once = Configure(new AmazonSimpleSystemsManagementConfig(), name);
            once.MaxErrorRetry = 0;
            once.HttpClientFactory = new OnceOnlyHttp();
            commands = new RunCommandApi(
                new AmazonSimpleSystemsManagementClient(
                    _credentials.Credentials, Configure(new AmazonSimpleSystemsManagementConfig(), name)),
                new AmazonSimpleSystemsManagementClient(_credentials.Credentials, once),
                name);
            _runCommands.Add(name, commands);
        }

        return commands;
    }

    /// <summary>Automation in this Region, or in the session's when none is given.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal AutomationApi Automation(string? region = null)
    {
        var (name, _) = RegionResolver.Resolve(region, _parameters, _credentials);
        if (!_automations.TryGetValue(name, out var automation))
        {
            var config = Configure(new AmazonSimpleSystemsManagementConfig(), name);
            automation = new AutomationApi(new AmazonSimpleSystemsManagementClient(_credentials.Credentials, config), name);
            _automations.Add(name, automation);
        }

        return automation;
    }

    /// <summary>What is told of many booting instances at once, in this Region, or in the session's when none is given.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound.</exception>
    internal BootSignals BootSignals(string? region = null)
    {
        var ec2 = Ec2(region);
        if (!_agents.TryGetValue(ec2.Name, out var agents))
        {
            var config = Configure(new AmazonSimpleSystemsManagementConfig(), ec2.Name);
            agents = new AgentApi(new AmazonSimpleSystemsManagementClient(_credentials.Credentials, config));
            _agents.Add(ec2.Name, agents);
        }

        return new BootSignals(ec2.Statuses, agents);
    }

    /// <summary>The account that the credentials are of.</summary>
    /// <exception cref="Ec2KeyPairException">AwsRegionNotFound, or an Aws condition.</exception>
    internal async Task<string> AccountAsync(string? region, CancellationToken cancel)
    {
        var (name, _) = RegionResolver.Resolve(region, _parameters, _credentials);
        using var account = new AccountApi(new AmazonSecurityTokenServiceClient(_credentials.Credentials, Configure(new AmazonSecurityTokenServiceConfig(), name)));
        return await account.FindAsync(cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connect in _instanceConnects.Values) connect.Dispose();
        foreach (var automation in _automations.Values) automation.Dispose();
        foreach (var commands in _runCommands.Values) commands.Dispose();
        foreach (var agents in _agents.Values) agents.Dispose();
        foreach (var sessions in _sessionManagers.Values) sessions.Dispose();
        foreach (var parameters in _parameterStores.Values) parameters.Dispose();
        foreach (var region in _regions.Values) region.Dispose();
    }

    private T Configure<T>(T config, string region)
        where T : ClientConfig
    {
        // Backoff with jitter and a retry quota; what is throttled beyond that is AdaptivePace's part.
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = RetriesPerRequest;
        // Said in every case: with AWS_ENDPOINT_URL or a profile's endpoint_url the SDK signs for us-east-1 otherwise.
        config.AuthenticationRegion = region;
        if (_parameters.EndpointUrl is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = EndpointUri(_parameters.EndpointUrl);
        }

        return config;
    }

    private static string EndpointUri(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? text
            : throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid, $"-EndpointUrl '{text}' is no http or https address.", text);
}
