using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Windows.Waiting;

namespace Ec2KeyPair.Core.Tests.Windows;

/// <summary>What AWS answers about a fleet of <see cref="FakeMachine"/>, and what it was asked.</summary>
internal sealed class FakeAws(FakeClock clock) : IInstanceApi, ILiveConsoleApi, IPasswordDataApi, IBootSignals, IKeyPairApi
{
    internal const string Console = "GetConsoleOutput";
    internal const string Data = "GetPasswordData";
    internal const string Status = "DescribeInstanceStatus";
    internal const string Agents = "DescribeInstanceInformation";
    internal const string KeyPairs = "DescribeKeyPairs";
    internal const string Instances = "DescribeInstances";

    private static readonly byte[] KeyFileContent = KeyFile.WritePrivateKey(KeyGenerator.Generate(KeyType.Rsa), PrivateKeyEncoding.Pkcs8);
    private readonly ConcurrentDictionary<string, byte[]> _ciphertexts = new();

    internal Dictionary<string, FakeMachine> Machines { get; } = [];

    internal ConcurrentQueue<(string Action, string Id, DateTime Utc)> Calls { get; } = new();

    /// <summary>Instance types without a live console that no list tells of.</summary>
    internal HashSet<string> Refusing { get; } = [];

    /// <summary>What a request for many throws.</summary>
    internal Func<string, ErrorCondition?> Fault { get; set; } = _ => null;

    internal static PrivateKey Key { get; } = KeyFile.ReadPrivateKey(KeyFileContent);

    public string Region => "eu-test-1";

    internal static string PasswordOf(string instanceId) => "Pass-" + instanceId + "!";

    internal int Count(string action) => Calls.Count(call => call.Action == action);

    internal int Count(string action, string id) => Calls.Count(call => call.Action == action && call.Id == id);

    public async IAsyncEnumerable<Ec2Instance> FindAsync(
        IReadOnlyCollection<InstanceFilter> filters, [EnumeratorCancellation] CancellationToken cancel)
    {
        Note(Instances, "");
        await Task.CompletedTask;
        foreach (var id in filters.Single().Values)
        {
            if (Machines.TryGetValue(id, out var machine)) yield return machine.Instance with { State = machine.State(clock.UtcNow) };
        }
    }

    public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel) => throw new NotSupportedException();

    Task<IReadOnlyList<Ec2KeyPairInfo>> IKeyPairApi.ListAsync(CancellationToken cancel) => throw new NotSupportedException();

    public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel) => Task.FromResult(ConsoleOf(instanceId));

    public Task<string?> FindLatestAsync(string instanceId, CancellationToken cancel)
    {
        var text = ConsoleOf(instanceId);
        return Task.FromResult(Refusing.Contains(Machines[instanceId].Instance.InstanceType!) ? null : text);
    }

    public Task<byte[]> GetPasswordDataAsync(string instanceId, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Note(Data, instanceId);
        return Task.FromResult(Machines[instanceId].IsReady(clock.UtcNow) ? Ciphertext(instanceId) : []);
    }

    public Task<IReadOnlyList<BootSignal>> StatusAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        Assert.InRange(instanceIds.Count, 1, 100);
        Note(Status, "");
        var now = clock.UtcNow;
        if (instanceIds.Any(id => !Machines.ContainsKey(id))) throw new Ec2KeyPairException(ErrorCondition.AwsRequestFailed, "InvalidInstanceID.NotFound");
        return Task.FromResult<IReadOnlyList<BootSignal>>(
            instanceIds.Select(id => Machines[id]).Select(machine => new BootSignal(machine.Id, machine.State(now), now < machine.ReachableUtc)).ToList());
    }

    public Task<IReadOnlyList<string>> OnlineAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        Assert.InRange(instanceIds.Count, 1, 100);
        Note(Agents, "");
        var online = instanceIds.Where(id => Machines.TryGetValue(id, out var machine) && machine.AgentUtc <= clock.UtcNow).ToList();
        for (var further = 50; further < online.Count; further += 50) Note(Agents, "");
        return Task.FromResult<IReadOnlyList<string>>(online);
    }

    public Task<IReadOnlyList<Ec2KeyPairInfo>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        Note(KeyPairs, string.Join(",", names));
        return Task.FromResult<IReadOnlyList<Ec2KeyPairInfo>>(names.Where(name => name.StartsWith("web", StringComparison.Ordinal))
            .Select(name => new Ec2KeyPairInfo { KeyName = name, KeyType = "rsa", PublicKey = Key.PublicKey.ToOpenSshLine() }).ToList());
    }

    public Task<Ec2KeyPairInfo?> FindByIdAsync(string keyPairId, CancellationToken cancel) => throw new NotSupportedException();

    public Task DeleteAsync(string keyPairId, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Ec2KeyPairInfo?> ImportAsync(
        string name, string publicKeyLine, IReadOnlyDictionary<string, string> tags, CancellationToken cancel) => throw new NotSupportedException();

    internal static PrivateKey OpenKey() => KeyFile.ReadPrivateKey(KeyFileContent);

    internal byte[] Ciphertext(string instanceId) => _ciphertexts.GetOrAdd(instanceId, id =>
    {
        using var rsa = ((RsaPrivateKey)Key).CreateRsa();
        return rsa.Encrypt(Encoding.ASCII.GetBytes(PasswordOf(id)), RSAEncryptionPadding.Pkcs1);
    });

    private string ConsoleOf(string instanceId)
    {
        Note(Console, instanceId);
        return Machines[instanceId].Console(clock.UtcNow, Ciphertext(instanceId));
    }

    private void Note(string action, string instanceId)
    {
        Calls.Enqueue((action, instanceId, clock.UtcNow));
        var fault = instanceId.Length > 0 && Machines.TryGetValue(instanceId, out var machine) ? machine.Fault(action) : Fault(action);
        if (fault is { } condition) throw new Ec2KeyPairException(condition, $"{action} fails", instanceId);
    }
}
