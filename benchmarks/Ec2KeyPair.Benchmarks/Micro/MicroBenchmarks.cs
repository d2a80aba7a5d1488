using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Benchmarks.Micro;

/// <summary>The core's hot spots alone.</summary>
[MemoryDiagnoser]
public class MicroBenchmarks : IDisposable
{
    private readonly string _console =
        "2026/11/23 10:00:00Z: RDPCERTIFICATE-THUMBPRINT: 0123456789ABCDEF0123456789ABCDEF01234567\r\n"
        + "2026/11/23 10:00:01Z: Username: Administrator\r\n2026/11/23 10:00:02Z: Message: Windows is Ready to use\r\n";

    private readonly KeyType _type = KeyType.Ed25519;
    private RsaPrivateKey _rsaKey = null!;
    private LaunchKey _key = null!;
    private byte[] _data = [];
    private string _longConsole = "";

    internal static void Run(string[] args) => BenchmarkSwitcher.FromTypes([typeof(MicroBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args);

    /// <summary>Makes the launch key and what is encrypted under it.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _rsaKey = (RsaPrivateKey)KeyGenerator.Generate(KeyType.Rsa);
        using var rsa = _rsaKey.CreateRsa();
        _data = rsa.Encrypt("a Windows password of 32 letters"u8, RSAEncryptionPadding.Pkcs1);
        _key = new LaunchKey("web", "web.pem", _rsaKey);
        _longConsole = string.Concat(Enumerable.Repeat("2026/11/23 10:00:00Z: Message: nothing of interest here\r\n", 1000)) + _console;
    }

    /// <summary>One password.</summary>
    [Benchmark]
    public void DecryptPassword() => PasswordText.Decrypt(_data, _key, "i-0123456789abcdef0").Dispose();

    /// <summary>A console output as EC2Launch writes it.</summary>
    [Benchmark]
    public WindowsConsole ParseConsole() => WindowsConsole.Parse(_console);

    /// <summary>A console output of nearly 64 KB.</summary>
    [Benchmark]
    public WindowsConsole ParseLongConsole() => WindowsConsole.Parse(_longConsole);

    /// <summary>One Ed25519 key.</summary>
    [Benchmark]
    public void MakeEd25519() => KeyGenerator.Generate(_type).Dispose();

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _key?.Dispose();
        _rsaKey?.Dispose();
        GC.SuppressFinalize(this);
    }
}
