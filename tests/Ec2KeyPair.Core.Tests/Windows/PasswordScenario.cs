using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Ec2;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Tests.Windows;

/// <summary>A fleet of Windows instances with one launch key, asked through the real service.</summary>
internal sealed class PasswordScenario : IPasswordDataApi, IKeyPairApi, IPrivateKeySource, IWindowsPasswordObserver
{
    private static readonly byte[] KeyFileContent = KeyFile.WritePrivateKey(KeyGenerator.Generate(KeyType.Rsa), PrivateKeyEncoding.Pkcs8);
    private readonly ConcurrentDictionary<string, int> _asked = new();

    internal FakeClock Clock { get; } = new();

    internal List<Ec2Instance> Instances { get; } = [];

    internal ConcurrentBag<WindowsPasswordResult> Found { get; } = [];

    internal ConcurrentBag<Ec2KeyPairException> Failed { get; } = [];

    internal int KeysOpened { get; private set; }

    /// <summary>How often an instance must be asked before its data is there; int.MaxValue for never.</summary>
    internal Func<string, int> ReadyAtRequest { get; set; } = _ => 1;

    internal Func<string, Exception?> PasswordDataFault { get; set; } = _ => null;

    internal PrivateKey Key { get; } = KeyFile.ReadPrivateKey(KeyFileContent);

    public string Region => "eu-test-1";

    public string Description => "the test's keys";

    internal Ec2Instance Add(int number, string? keyName = "web", bool isWindows = true, string state = "running")
    {
        var instance = new Ec2Instance { InstanceId = $"i-{number:x17}", KeyName = keyName, IsWindows = isWindows, State = state };
        Instances.Add(instance);
        return instance;
    }

    internal int Asked(Ec2Instance instance) => _asked.GetValueOrDefault(instance.InstanceId);

    internal async Task RunAsync(WindowsPasswordOptions? options = null, CancellationToken cancel = default)
    {
        var inputs = Channel.CreateUnbounded<string>();
        foreach (var instance in Instances) inputs.Writer.TryWrite(instance.InstanceId);
        inputs.Writer.Complete();
        using var finder = new LaunchKeyFinder(new LaunchKeyLookup(this, this), this, null);
        var service = new WindowsPasswordService(new FakeInstances([.. Instances]), this, finder, Clock, this);
        await service.RunAsync(inputs.Reader, options ?? new WindowsPasswordOptions(), cancel);
    }

    public Task<byte[]> GetPasswordDataAsync(string instanceId, CancellationToken cancel)
    {
        if (PasswordDataFault(instanceId) is { } fault) throw fault;
        var asked = _asked.AddOrUpdate(instanceId, 1, (_, times) => times + 1);
        if (asked < ReadyAtRequest(instanceId)) return Task.FromResult(Array.Empty<byte>());
        using var rsa = ((RsaPrivateKey)Key).CreateRsa();
        return Task.FromResult(rsa.Encrypt(Encoding.ASCII.GetBytes(PasswordOf(instanceId)), RSAEncryptionPadding.Pkcs1));
    }

    internal static string PasswordOf(string instanceId) => "Pass-" + instanceId + "!";

    internal static string Plain(WindowsPasswordResult result) => new NetworkCredential("", result.Password).Password;

    public Task<IReadOnlyList<Ec2KeyPairInfo>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Ec2KeyPairInfo>>(names.Where(name => name == "web")
            .Select(name => new Ec2KeyPairInfo { KeyName = name, KeyType = "rsa", PublicKey = Key.PublicKey.ToOpenSshLine() }).ToList());

    public Task<Ec2KeyPairInfo?> ImportAsync(
        string name, string publicKeyLine, IReadOnlyDictionary<string, string> tags, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Ec2KeyPairInfo?> FindByIdAsync(string keyPairId, CancellationToken cancel) => throw new NotSupportedException();

    public Task DeleteAsync(string keyPairId, CancellationToken cancel) => throw new NotSupportedException();

    public IReadOnlyList<LocalKeyPair> Candidates(PublicKey? publicKey, string keyName) => publicKey is null || !publicKey.Equals(Key.PublicKey)
        ? []
        : [new LocalKeyPair { Name = "web", KeyEncoding = "Pkcs8", Path = "/keys/web.pem", HasPrivateKey = true }];

    public PrivateKey Open(LocalKeyPair candidate, Passphrase? passphrase)
    {
        KeysOpened++;
        return KeyFile.ReadPrivateKey(KeyFileContent);
    }

    public Task FoundAsync(WindowsPasswordResult result)
    {
        Found.Add(result);
        return Task.CompletedTask;
    }

    public Task FailedAsync(Ec2KeyPairException error)
    {
        Failed.Add(error);
        return Task.CompletedTask;
    }

    public Task WaitingAsync(int instances, TimeSpan remaining) => Task.CompletedTask;

    public Task ExplainAsync(string text) => Task.CompletedTask;
}
