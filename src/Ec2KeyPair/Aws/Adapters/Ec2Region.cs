using Amazon.EC2;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>One Region's EC2 in the core's terms.</summary>
internal sealed class Ec2Region : IEc2Region, IDisposable
{
    private readonly AmazonEC2Client _client;

    internal Ec2Region(string name, string source, AmazonEC2Client client)
    {
        Name = name;
        Source = source;
        _client = client;
        var requests = new AwsRequests();
        KeyPairs = new KeyPairApi(client, requests, name);
        var instances = new InstanceApi(client, requests, name);
        Instances = instances;
        Network = new NetworkApi(client, requests);
        Census = new InstanceCensus(client, requests);
        LaunchTemplates = new LaunchTemplateApi(client, requests, name);
        LiveConsoles = instances;
        Statuses = new InstanceStatusApi(client, requests);
        Passwords = new PasswordDataApi(client, requests);
        Regions = new RegionApi(client, requests);
        Tags = new TagApi(client, requests);
        Machines = new MachineApi(client, requests);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Where the choice of the Region came from, for -Verbose.</summary>
    internal string Source { get; }

    public IKeyPairApi KeyPairs { get; }

    public IInstanceApi Instances { get; }

    public INetworkApi Network { get; }

    internal IInstanceCensus Census { get; }

    internal ILaunchTemplateApi LaunchTemplates { get; }

    internal ILiveConsoleApi LiveConsoles { get; }

    internal InstanceStatusApi Statuses { get; }

    internal IPasswordDataApi Passwords { get; }

    internal IRegionApi Regions { get; }

    internal ITagApi Tags { get; }

    internal IMachineApi Machines { get; }

    public void Dispose() => _client.Dispose();
}
