using Ec2KeyPair.AwsEndpoint.Network;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>What Windows and Linux instances have in common.</summary>
public abstract class Instance
{
    private readonly Lock _gate = new();
    private Transition _state;
    private string? _statusCheck;
    private string? _zone;
    private (DateTimeOffset At, string Text)[] _written = [];

    private protected Instance(RegionState region, string id, string reservationId, int launchIndex, int number, Image image, KeyPair? launchKey, TagSet tags)
    {
        Region = region;
        Id = id;
        ReservationId = reservationId;
        LaunchIndex = launchIndex;
        Number = number;
        Image = image;
        LaunchKey = launchKey;
        Tags = tags;
        FirstLaunch = LaunchTime = region.Now;
        PrivateIpAddress = $"10.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
        PublicIpAddress = PublicAddress(number);
        HasLatestConsole = !region.Settings.RefuseLatestConsole;
        SsmAgent = region.Settings.AgentDelay is { } delay ? new SsmAgent { StartDelay = delay } : null;
        _state = new Transition(InstanceState.Pending, InstanceState.Running, region.Now + region.Settings.PendingDelay);
    }

    public RegionState Region { get; }

    public string Id { get; }

    public string ReservationId { get; }

    public int LaunchIndex { get; }

    public Image Image { get; }

    /// <summary>The key pair as it was at launch; deleting it from EC2 changes nothing here.</summary>
    public KeyPair? LaunchKey { get; }

    public string? KeyName => LaunchKey?.Name;

    public TagSet Tags { get; }

    public string InstanceType { get; set; } = "t3.micro";

    /// <summary>The last start; EC2 calls it launchTime.</summary>
    public DateTimeOffset LaunchTime { get; private set; }

    public DateTimeOffset FirstLaunch { get; }

    public string PrivateIpAddress { get; set; }

    /// <summary>Gone while stopped, another one after the next start.</summary>
    public string? PublicIpAddress { get; set; }

    public string? Ipv6Address { get; set; }

    public string VpcId { get; set; } = VirtualNetwork.DefaultVpcId;

    public string SubnetId { get; set; } = VirtualNetwork.DefaultSubnetId;

    public IReadOnlyList<string> SecurityGroupIds { get; set; } = [VirtualNetwork.DefaultGroupId];

    public string AvailabilityZone { get => _zone ?? Region.Name + "abc"[Number % 3]; set => _zone = value; }

    /// <summary>The device of its root volume.</summary>
    public string RootDevice { get; init; } = "/dev/xvda";

    /// <summary>Whether the volume that it is launched with is encrypted.</summary>
    public bool HasEncryptedRoot { get; set; }

    /// <summary>Its user data, not in base64; empty without any.</summary>
    public byte[] UserData { get; set; } = [];

    /// <summary>StopInstances is refused.</summary>
    public bool DisableApiStop { get; set; }

    /// <summary>Why EC2 stops it again whenever it is started, <c>Client.InternalError: Client error on launch</c>; null to let it run.</summary>
    public string? StartFailure { get; set; }

    /// <summary>What a shutdown from within does: terminate it, or else stop it.</summary>
    public bool TerminatesOnShutdown { get; set; }

    /// <summary>An Elastic IP address, which it keeps while it is stopped; null without one.</summary>
    public string? ElasticIpAddress { get; set; }

    /// <summary>The client token of its launch.</summary>
    public string? ClientToken { get; internal set; }

    public string PrivateDnsName =>
        "ip-" + PrivateIpAddress.Replace('.', '-') + (Region.Name == "us-east-1" ? ".ec2.internal" : $".{Region.Name}.compute.internal");

    /// <summary>Empty without a public address, and where the address is a real loopback one, for which no name resolves.</summary>
    public string PublicDnsName => PublicIpAddress is null || PublicIpAddress.StartsWith("127.", StringComparison.Ordinal)
        ? ""
        : "ec2-" + PublicIpAddress.Replace('.', '-') + (Region.Name == "us-east-1" ? ".compute-1.amazonaws.com" : $".{Region.Name}.compute.amazonaws.com");

    /// <summary>What SSM knows about the instance; null: no agent has ever reported.</summary>
    public SsmAgent? SsmAgent { get; set; }

    /// <summary>
    /// "ok", "impaired" or "initializing", for DescribeInstanceStatus. Unless set it is initializing for <see cref="CloudSettings.StatusCheckDelay"/> after each start.
    /// </summary>
    public string StatusCheck
    {
        get => _statusCheck ?? (Region.Now < LaunchTime + Region.Settings.StatusCheckDelay ? "initializing" : "ok");
        set => _statusCheck = value;
    }

    /// <summary>False: GetConsoleOutput with Latest is refused, as for types that are not built on Nitro.</summary>
    public bool HasLatestConsole { get; set; }

    /// <summary>Another console output than the one this endpoint makes up.</summary>
    public string? ConsoleText { get; set; }

    public InstanceState State => _state.At(Region.Now);

    internal int Number { get; }

    /// <summary>The real server that the instance has, null where it has none (yet).</summary>
    internal abstract LoopbackServer? Server { get; }

    /// <summary>The port that <see cref="Server"/> would have on a real instance.</summary>
    internal abstract int ServerPort { get; }

    /// <summary>When the first boot is over; the agent starts after it.</summary>
    internal virtual DateTimeOffset BootedAt => FirstLaunch + Region.Settings.PendingDelay;

    /// <summary>The agent once Systems Manager knows it, null before.</summary>
    internal SsmAgent? RegisteredAgent =>
        SsmAgent is { } agent && State != InstanceState.Terminated && (agent.StartDelay is not { } delay || Region.Now >= Later(BootedAt, delay)) ? agent : null;

    /// <summary>Online, ConnectionLost or Inactive as Systems Manager sees it; null while it knows no agent.</summary>
    internal string? PingStatus => RegisteredAgent is not { } agent ? null
        : agent.PingStatus != "Online" ? agent.PingStatus
        : State == InstanceState.Running && (LaunchTime == FirstLaunch || Region.Now >= LaunchTime + Region.Settings.PendingDelay + (agent.StartDelay ?? TimeSpan.Zero)) ? "Online"
        : "ConnectionLost";

    internal bool IsReachable => PingStatus == "Online";

    /// <summary>Puts the instance in a state for good.</summary>
    public void SetState(InstanceState state) => _state = new Transition(state, state, DateTimeOffset.MinValue);

    /// <summary>Something on the instance writes to its serial port, which is the console output.</summary>
    public void WriteToConsole(string text)
    {
        lock (_gate)
        {
            _written = [.. _written, (Region.Now, text)];
        }
    }

    /// <summary>The console output as of now, or as EC2 has it when not the latest is asked for; null before there is any.</summary>
    public string? ConsoleOutput(bool latest)
    {
        var now = latest ? Region.Now : Region.Now - Region.Settings.ConsoleLag;
        if (now < FirstLaunch + Region.Settings.ConsoleDelay)
        {
            return null;
        }

        var text = ConsoleText ?? MakeConsoleText(now);
        var written = _written;
        return written.Length == 0 ? text : text + string.Concat(written.Where(line => line.At <= now).Select(line => line.Text));
    }

    internal (InstanceState Previous, InstanceState Current) Start()
    {
        lock (_gate)
        {
            var previous = State;
            if (previous == InstanceState.Stopped)
            {
                LaunchTime = Region.Now;
                _state = new Transition(InstanceState.Pending, StartFailure is null ? InstanceState.Running : InstanceState.Stopped, Region.Now + Region.Settings.PendingDelay);
                PublicIpAddress = ElasticIpAddress ?? PublicAddress(Region.NextNumber());
                if (StartFailure is null) OnStarted();
                return (previous, InstanceState.Pending);
            }

            return (previous, previous);
        }
    }

    internal (InstanceState Previous, InstanceState Current) Stop()
    {
        lock (_gate)
        {
            var previous = State;
            if (previous == InstanceState.Running || previous == InstanceState.Pending)
            {
                _state = new Transition(InstanceState.Stopping, InstanceState.Stopped, Region.Now + Region.Settings.StoppingDelay);
                PublicIpAddress = ElasticIpAddress;
                OnStopped();
                return (previous, InstanceState.Stopping);
            }

            return (previous, previous);
        }
    }

    internal (InstanceState Previous, InstanceState Current) Terminate()
    {
        lock (_gate)
        {
            var previous = State;
            if (previous == InstanceState.Terminated)
            {
                return (previous, previous);
            }

            _state = new Transition(InstanceState.ShuttingDown, InstanceState.Terminated, Region.Now + Region.Settings.StoppingDelay);
            PublicIpAddress = null;
            OnStopped();
            foreach (var volume in Region.Volumes.Of(this))
            {
                if (volume.Attachment is { DeleteOnTermination: true }) volume.Delete();
                else volume.Detach(Region.Settings.StoppingDelay);
            }

            return (previous, InstanceState.ShuttingDown);
        }
    }

    /// <summary>Lets go of what it has on this machine.</summary>
    internal abstract void Close();

    private protected abstract string? MakeConsoleText(DateTimeOffset now);

    private protected virtual void OnStarted()
    {
    }

    private protected virtual void OnStopped()
    {
    }

    /// <summary>Never is never, however long one waits after it.</summary>
    private protected static DateTimeOffset Later(DateTimeOffset moment, TimeSpan delay) => moment > DateTimeOffset.MaxValue - delay ? DateTimeOffset.MaxValue : moment + delay;

    /// <summary>From 198.18.0.0/15, which RFC 2544 sets aside for tests: nothing can be reached there by mistake.</summary>
    private static string PublicAddress(int number) => $"198.{18 + ((number >> 16) & 1)}.{(number >> 8) & 255}.{number & 255}";

    private sealed record Transition(InstanceState Passing, InstanceState Final, DateTimeOffset Until)
    {
        public InstanceState At(DateTimeOffset now) => now >= Until ? Final : Passing;
    }
}
