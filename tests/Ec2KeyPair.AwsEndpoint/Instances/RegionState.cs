using System.Collections.Concurrent;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Automation;
using Ec2KeyPair.AwsEndpoint.Keys;
using Ec2KeyPair.AwsEndpoint.Kms;
using Ec2KeyPair.AwsEndpoint.Network;
using Ec2KeyPair.AwsEndpoint.RunCommand;
using Ec2KeyPair.AwsEndpoint.Ssm;
using Ec2KeyPair.AwsEndpoint.Templates;
using Ec2KeyPair.AwsEndpoint.Volumes;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>What one account has in one Region, and the means to fill it.</summary>
public sealed class RegionState : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, KeyPair> _keyPairs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _background = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly ulong _seed;
    private Instance[] _ordered = [];
    private int _count;
    private int _numbers;
    private ulong _ids;
    private int _isClosed;

    internal RegionState(Cloud cloud, string accountId, string name)
    {
        Cloud = cloud;
        AccountId = accountId;
        Name = name;
        Network = new VirtualNetwork(this);
        LaunchTemplates = new LaunchTemplateDirectory(this);
        Commands = new CommandDirectory(this);
        Automations = new AutomationDirectory(this);
        Volumes = new VolumeDirectory(this);
        _seed = Mix(BitConverter.ToUInt64(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(accountId + name))));
    }

    public Cloud Cloud { get; }

    public string AccountId { get; }

    public string Name { get; }

    public ParameterStore Parameters { get; } = new();

    /// <summary>Security groups and Instance Connect Endpoints.</summary>
    public VirtualNetwork Network { get; }

    public LaunchTemplateDirectory LaunchTemplates { get; }

    /// <summary>Run Command's history.</summary>
    public CommandDirectory Commands { get; }

    /// <summary>Automation's executions.</summary>
    public AutomationDirectory Automations { get; }

    /// <summary>EBS volumes.</summary>
    public VolumeDirectory Volumes { get; }

    /// <summary>KMS, as far as sessions need it.</summary>
    public DataKeys DataKeys { get; } = new();

    public CloudSettings Settings => Cloud.Settings;

    public IReadOnlyList<KeyPair> KeyPairs => [.. _keyPairs.Values.OrderBy(k => k.CreateTime).ThenBy(k => k.Name, StringComparer.Ordinal)];

    /// <summary>In the order of launch.</summary>
    public IReadOnlyList<Instance> Instances => Ordered().ToArray();

    internal DateTimeOffset Now => Cloud.Time.GetUtcNow();

    /// <summary>Ends what runs on instances, at the end of this Region.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>Launches by client token, so that a repeated RunInstances makes nothing new.</summary>
    internal ConcurrentDictionary<string, string> ClientTokens { get; } = new(StringComparer.Ordinal);

    public KeyPair? FindKeyPair(string name) => _keyPairs.GetValueOrDefault(name);

    public Instance? Find(string instanceId) => _instances.GetValueOrDefault(instanceId);

    /// <summary>Imports a public key as ImportKeyPair does, without its checks of name, length and quota.</summary>
    public KeyPair AddKeyPair(string name, string openSshPublicKey)
    {
        var key = PublicKey.TryParse(Encoding.UTF8.GetBytes(openSshPublicKey), out var comment)
            ?? throw new ArgumentException("Not a public key that EC2 knows.", nameof(openSshPublicKey));
        return AddKeyPair(name, key, key.ImportedFingerprint(), comment, new TagSet())
            ?? throw new ArgumentException($"The key pair '{name}' exists.", nameof(name));
    }

    /// <summary>Makes an RSA key pair as CreateKeyPair does; the private half comes back as PKCS#1 PEM.</summary>
    public KeyPair CreateKeyPair(string name, out string privateKeyPem)
    {
        var made = CreatedKey.Rsa(name, ppk: false);
        privateKeyPem = made.Material;
        return AddKeyPair(name, made.PublicKey, made.Fingerprint, name, new TagSet())
            ?? throw new ArgumentException($"The key pair '{name}' exists.", nameof(name));
    }

    public bool RemoveKeyPair(string name) => _keyPairs.TryRemove(name, out _);

    /// <summary>A running Windows instance. Unlike RunInstances this takes any key, as old instances have them.</summary>
    public WindowsInstance AddWindows(string? name = null, KeyPair? key = null, Image? image = null) =>
        (WindowsInstance)Launch(image ?? Cloud.Images.First(i => i.IsWindows), key, 1, Named(name))[0];

    public LinuxInstance AddLinux(string? name = null, KeyPair? key = null, Image? image = null) =>
        (LinuxInstance)Launch(image ?? Cloud.Images.First(i => !i.IsWindows), key, 1, Named(name))[0];

    /// <summary>Seeds many instances at once, named prefix-0, prefix-1 ...; 50,000 take well under a second.</summary>
    public IReadOnlyList<Instance> AddMany(int count, KeyPair? key, bool windows = true, string prefix = "seed")
    {
        var image = Cloud.Images.First(i => i.IsWindows == windows);
        var launched = new List<Instance>(count);
        for (var i = 0; i < count; i++)
        {
            launched.Add(Make(image, key, NewId("r"), 0, Named(prefix + "-" + i)));
        }

        Append(launched);
        return launched;
    }

    internal IReadOnlyList<Instance> Launch(Image image, KeyPair? key, int count, TagSet tags)
    {
        var reservation = NewId("r");
        var launched = new List<Instance>(count);
        for (var i = 0; i < count; i++)
        {
            launched.Add(Make(image, key, reservation, i, new TagSet(tags.Items)));
        }

        Append(launched);
        return launched;
    }

    /// <summary>Null when the name is taken.</summary>
    internal KeyPair? AddKeyPair(string name, PublicKey key, string fingerprint, string comment, TagSet tags)
    {
        var pair = new KeyPair(NewId("key"), name, key, fingerprint, comment, Now, tags);
        return _keyPairs.TryAdd(name, pair) ? pair : null;
    }

    internal ReadOnlySpan<Instance> Ordered()
    {
        lock (_gate)
        {
            return _ordered.AsSpan(0, _count);
        }
    }

    /// <summary>EC2 tells of a terminated instance for about an hour; for this one that hour is over.</summary>
    public void Forget(Instance instance)
    {
        lock (_gate)
        {
            if (!_instances.TryRemove(instance.Id, out _)) return;
            // A new array: readers have a view of the old one.
            _ordered = _ordered.Take(_count).Where(one => one != instance).ToArray();
            _count = _ordered.Length;
        }

        instance.Close();
    }

    internal int NextNumber() => Interlocked.Increment(ref _numbers);

    /// <summary>Starts something that the end of this Region waits for.</summary>
    internal void InBackground(Func<Task> work) => _background.Add(Task.Run(work));

    internal string NewId(string prefix)
    {
        var id = Mix(_seed + (Interlocked.Increment(ref _ids) * 0x9E3779B97F4A7C15));
        return $"{prefix}-0{id:x16}";
    }

    internal async Task CloseAsync()
    {
        // Whoever wants to see what is left behind ends it by hand, and then again.
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        _closing.Cancel();
        await Automations.DisposeAsync();
        await Commands.DisposeAsync();

        // A server that is just being started must not outlive us.
        await Task.WhenAll(_background).ContinueWith(static _ => { }, TaskScheduler.Default);
        foreach (var instance in Instances)
        {
            instance.Close();
        }
    }

    /// <summary>After <see cref="CloseAsync"/>: lets go of what that has used.</summary>
    public void Dispose() => _closing.Dispose();

    private static TagSet Named(string? name) => new(name is null ? null : [new("Name", name)]);

    // SplitMix64's finalizer: ids look random and are the same in every run.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private Instance Make(Image image, KeyPair? key, string reservation, int index, TagSet tags) => image.IsWindows
        ? new WindowsInstance(this, NewId("i"), reservation, index, NextNumber(), image, key, tags) { RootDevice = "/dev/sda1" }
        : new LinuxInstance(this, NewId("i"), reservation, index, NextNumber(), image, key, tags) { ConsolePrefix = Settings.ConsolePrefix };

    private void Append(List<Instance> launched)
    {
        lock (_gate)
        {
            if (_count + launched.Count > _ordered.Length)
            {
                Array.Resize(ref _ordered, Math.Max(_ordered.Length * 2, _count + launched.Count));
            }

            foreach (var instance in launched)
            {
                _ordered[_count++] = instance;
                _instances[instance.Id] = instance;
            }
        }
    }
}
