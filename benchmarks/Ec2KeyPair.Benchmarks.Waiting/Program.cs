using System.Globalization;
using System.Threading.Channels;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.AwsEndpoint;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Benchmarks.Waiting;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.LaunchKeys;

// Instances that are launched together, ready between two times after launch, in minutes, and reached by EC2 at half of the first;
// their agents report up to 3 s after Windows is ready, which it is a second after its password is there.
var numbers = args.Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
var (count, scale, first, last) = ((int)numbers[0], numbers[1], TimeSpan.FromMinutes(numbers[2]), TimeSpan.FromMinutes(numbers[3]));
Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
var time = new ScaledTime(scale);
await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions
{
    Time = time,
    JournalCapacity = 0,
    Settings = new CloudSettings
    {
        PendingDelay = TimeSpan.FromSeconds(20), StatusCheckDelay = first / 2, ReadyDelay = TimeSpan.FromSeconds(1), AgentDelay = TimeSpan.FromSeconds(3),
    },
});
var folder = Directory.CreateTempSubdirectory("ec2keypair-waiting-");
try
{
    var launchKey = aws.Fleet.CreateKeyPair("launch", out var pem);
    var keyFile = Path.Combine(folder.FullName, "launch.pem");
    File.WriteAllText(keyFile, pem);
    var random = new Random(500);
    var fleet = aws.Fleet.AddMany(count, launchKey).Cast<WindowsInstance>().ToList();
    foreach (var instance in fleet)
    {
        instance.PasswordReady = instance.FirstLaunch + first + ((last - first) * random.NextDouble());
        instance.SsmAgent!.StartDelay = TimeSpan.FromSeconds(3 * random.NextDouble());
    }

    using var session = AwsSession.Open(new AwsSessionParameters { AccessKey = aws.AccessKey, SecretKey = aws.SecretKey, EndpointUrl = aws.Url });
    var ec2 = session.Ec2("us-east-1");
    var inputs = Channel.CreateUnbounded<string>();
    foreach (var instance in fleet) inputs.Writer.TryWrite(instance.Id);
    inputs.Writer.Complete();
    using var keys = new LaunchKeyFinder(ec2.KeyPairs, LocalLaunchKeys.Of([PrivateKeyFiles.Inspect(keyFile)], new OpenedKeyFiles(null)));
    var arrivals = new Arrivals(time);
    var service = new WindowsPasswordService(
        ec2.Instances, ec2.LiveConsoles, ec2.Passwords, () => session.BootSignals("us-east-1"), keys, time, arrivals, new WindowsPasswordOptions { Wait = true });
    var start = time.GetUtcNow();
    await service.RunAsync(InstanceBatches.OfIdentities(ec2.Instances, inputs.Reader, id => id, default), default);
    var seconds = (time.GetUtcNow() - start).TotalSeconds;
    var delays = fleet.Select(instance => (arrivals.Found[instance.Id] - instance.PasswordReady).TotalSeconds).Order().ToList();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{aws.Requests.Total / seconds} {delays[count / 2]} {delays[^1]} {seconds}"));
}
finally
{
    folder.Delete(recursive: true);
}
