using System.Globalization;
using Ec2KeyPair.AwsEndpoint.Automation;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.InstanceConnect;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint;

/// <summary>The endpoint as a program, for any AWS client.</summary>
internal static class StandAlone
{
    private const string Help = """
        A loopback counterpart of AWS (EC2, EC2 Instance Connect, STS, SSM, IAM Identity Center) for tests and demonstrations.

          dotnet run --project tests/Ec2KeyPair.AwsEndpoint -- [options]

          --urls http://127.0.0.1:PORT   where to listen; loopback only (default: a free port)
          --region NAME                  the Region of the seeded fleet (default us-east-1)
          --windows N                    Windows instances to seed (default 2)
          --linux N                      Linux instances to seed (default 1)
          --ssh                          run a real sshd for each Linux instance, also for new ones
          --rdp                          run a real xrdp for each seeded Windows instance
          --key-name NAME                the seeded key pair (default demo)
          --key-file FILE                use this public key (OpenSSH line) for it; given several times, the
                                         instances take turns with NAME, NAME-2, NAME-3 ...
          --private-key-out FILE         without --key-file a pair is made; its private key goes here
                                         (default ./NAME.pem, never overwritten)
          --launch-templates N           launch templates to seed, which name those key pairs in turns
          --password-delay SECONDS       from launch to password data (default 0)
          --boot-delay SECONDS           from launch to running (default 0)
          --agent-delay SECONDS          from the end of the first boot until an agent registers (default 0)
          --step-delay SECONDS           how long a step of an Automation takes (default 1)
          --agent-frame BYTES            data in a frame of the agent's sessions (default 1024)
          --connect-endpoint             an EC2 Instance Connect Endpoint in the instances' VPC
          --tunnel-port PORT             a remote port that it lets through beside 22 and 3389
          --help
        """;

    public static async Task<int> Main(string[] args)
    {
        try
        {
            var options = Options.Read(args);
            if (options is null)
            {
                Console.WriteLine(Help);
                return 0;
            }

            await RunAsync(options);
            return 0;
        }
        catch (Exception error) when (error is ArgumentException or IOException or FormatException or OverflowException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 2;
        }
    }

    private static async Task RunAsync(Options options)
    {
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions
        {
            Port = options.Port,
            Settings = new CloudSettings
            {
                PasswordDelay = options.PasswordDelay, PendingDelay = options.BootDelay, AgentDelay = options.AgentDelay, StartSshServers = options.Ssh,
                Automation = new AutomationSettings { StepDelay = options.StepDelay },
            },
        });
        aws.Sessions.Settings = new SessionSettings { FramePayload = options.AgentFrame };
        var region = aws.Cloud.Region(options.Region);
        if (options.ConnectEndpoint)
        {
            region.Network.AddEndpoint();
        }

        var keys = Seed(region, options);
        for (var i = 1; i <= options.LaunchTemplates; i++)
        {
            region.LaunchTemplates.Add($"template-{i}", keys[(i - 1) % keys.Count].Name);
        }

        for (var i = 1; i <= options.Windows; i++)
        {
            var windows = region.AddWindows($"windows-{i}", keys[(i - 1) % keys.Count]);
            if (options.Rdp && WindowsInstance.HasRdpServer)
            {
                await windows.StartRdpServerAsync();
            }
        }

        for (var i = 1; i <= options.Linux; i++)
        {
            var linux = region.AddLinux($"linux-{i}", keys[(i - 1) % keys.Count]);
            if (options.Ssh && LinuxInstance.HasSshServer)
            {
                await linux.StartSshServerAsync();
            }
        }

        // On a real instance they would be 22.
        var served = region.Instances.OfType<LinuxInstance>().Select(linux => linux.Server?.Port).OfType<int>();
        aws.Tunnels.Settings = aws.Tunnels.Settings with { Ports = options.TunnelPorts.Concat(served).Distinct().ToDictionary(port => port) };
        Console.WriteLine($"""
            export AWS_ENDPOINT_URL={aws.Url}
            export AWS_ACCESS_KEY_ID={aws.AccessKey}
            export AWS_SECRET_ACCESS_KEY={aws.SecretKey}
            export AWS_DEFAULT_REGION={options.Region}
            """);
        foreach (var instance in region.Instances)
        {
            var ssh = instance.Tags["ec2keypair:ssh-port"] is { } port ? $"  ssh -p {port} {instance.Tags["ec2keypair:ssh-user"]}@{instance.PublicIpAddress}" : "";
            var rdp = instance.Tags["ec2keypair:rdp-port"] is { } rdpPort ? $"  rdp {instance.PublicIpAddress}:{rdpPort}" : "";
            Console.WriteLine($"# {instance.Id}  {instance.Tags["Name"]}  {instance.Image.PlatformDetails}  key pair {instance.KeyName}{ssh}{rdp}");
        }

        Console.WriteLine("# It runs. Ctrl+C ends it.");
        var end = new TaskCompletionSource();
        using var interrupted = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, Stop);
        using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, Stop);
        await end.Task;

        void Stop(System.Runtime.InteropServices.PosixSignalContext context)
        {
            context.Cancel = true;
            end.TrySetResult();
        }
    }

    private static List<KeyPair> Seed(RegionState region, Options options)
    {
        if (options.KeyFiles.Count > 0)
        {
            return [.. options.KeyFiles.Select((file, at) => region.AddKeyPair(at == 0 ? options.KeyName : $"{options.KeyName}-{at + 1}", File.ReadAllText(file)))];
        }

        var key = region.CreateKeyPair(options.KeyName, out var pem);
        var target = options.PrivateKeyOut ?? options.KeyName + ".pem";
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(target, create);
        writer.Write(pem + "\n");
        Console.WriteLine($"# private key of '{key.Name}': {Path.GetFullPath(target)}");
        return [key];
    }

    private sealed class Options
    {
        public int Port { get; private set; }

        public string Region { get; private set; } = "us-east-1";

        public int Windows { get; private set; } = 2;

        public int Linux { get; private set; } = 1;

        public int LaunchTemplates { get; private set; }

        public bool Ssh { get; private set; }

        public bool Rdp { get; private set; }

        public string KeyName { get; private set; } = "demo";

        public List<string> KeyFiles { get; } = [];

        public string? PrivateKeyOut { get; private set; }

        public TimeSpan PasswordDelay { get; private set; }

        public TimeSpan BootDelay { get; private set; }

        public TimeSpan AgentDelay { get; private set; }

        public TimeSpan StepDelay { get; private set; } = TimeSpan.FromSeconds(1);

        public int AgentFrame { get; private set; } = 1024;

        public bool ConnectEndpoint { get; private set; }

        public HashSet<int> TunnelPorts { get; } = [];

        /// <summary>Null when help is asked for.</summary>
        public static Options? Read(string[] args)
        {
            var options = new Options();
            for (var i = 0; i < args.Length; i++)
            {
                string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value; see --help.");
                int Number() => int.Parse(Value(), NumberStyles.None, CultureInfo.InvariantCulture);
                switch (args[i])
                {
                    case "--urls":
                        options.Port = LoopbackAddress.Require(Value());
                        break;
                    case "--region":
                        options.Region = Value();
                        break;
                    case "--windows":
                        options.Windows = Number();
                        break;
                    case "--linux":
                        options.Linux = Number();
                        break;
                    case "--launch-templates":
                        options.LaunchTemplates = Number();
                        break;
                    case "--ssh":
                        options.Ssh = true;
                        break;
                    case "--rdp":
                        options.Rdp = true;
                        break;
                    case "--key-name":
                        options.KeyName = Value();
                        break;
                    case "--key-file":
                        options.KeyFiles.Add(Value());
                        break;
                    case "--private-key-out":
                        options.PrivateKeyOut = Value();
                        break;
                    case "--password-delay":
                        options.PasswordDelay = TimeSpan.FromSeconds(Number());
                        break;
                    case "--boot-delay":
                        options.BootDelay = TimeSpan.FromSeconds(Number());
                        break;
                    case "--agent-delay":
                        options.AgentDelay = TimeSpan.FromSeconds(Number());
                        break;
                    case "--step-delay":
                        options.StepDelay = TimeSpan.FromSeconds(Number());
                        break;
                    case "--agent-frame":
                        options.AgentFrame = Math.Clamp(Number(), 1, 128 * 1024);
                        break;
                    case "--connect-endpoint":
                        options.ConnectEndpoint = true;
                        break;
                    case "--tunnel-port":
                        options.TunnelPorts.Add(Number());
                        break;
                    case "--help" or "-h":
                        return null;
                    default:
                        throw new ArgumentException($"'{args[i]}' is no option; see --help.");
                }
            }

            return options;
        }
    }
}
