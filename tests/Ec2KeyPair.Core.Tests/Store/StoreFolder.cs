using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Store;

/// <summary>A key store of one test, and short ways to do things to it.</summary>
public sealed class StoreFolder : IDisposable
{
    private readonly TemporaryFolder _above = new();

    public StoreFolder() => Path = _above.File("keys");

    public string Path { get; }

    internal KeyStore Open() => KeyStore.Open(Path);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A path beside the store.</summary>
    public string Beside(string name) => _above.File(name);

    internal LocalKeyPair Add(string name, PrivateKeyEncoding encoding = PrivateKeyEncoding.OpenSsh)
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: name);
        return Open().Add(name, key, encoding, passphrase: null);
    }

    /// <summary>An unencrypted OpenSSH key file; of equal length for comments of equal length.</summary>
    internal static byte[] KeyBytes(string comment = "")
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: comment);
        return KeyFile.WritePrivateKey(key, PrivateKeyEncoding.OpenSsh);
    }

    internal static PublishedKeyPair In(string region, string name = "web") => new(region, name, "key-0123456789abcdef0", "fingerprint");

    /// <summary>All keys; the test fails when one can't be understood.</summary>
    internal List<LocalKeyPair> List() => Open().List(error => throw error).ToList();

    internal (List<LocalKeyPair> Keys, List<Ec2KeyPairException> Errors) ListAll()
    {
        var errors = new List<Ec2KeyPairException>();
        return (Open().List(errors.Add).ToList(), errors);
    }

    internal static Ec2KeyPairException Fails(ErrorCondition condition, Action action)
    {
        var error = Assert.Throws<Ec2KeyPairException>(action);
        Assert.True(condition == error.Condition, error.ToString());
        Assert.False(string.IsNullOrEmpty(error.Mend), "no mend: " + error);
        return error;
    }

    internal static void SkipOnWindows() => Skip.If(OperatingSystem.IsWindows(), "Unix modes and links");

    internal static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : System.IO.File.GetUnixFileMode(path);

    internal static void SetMode(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        System.IO.File.SetUnixFileMode(path, mode);
    }

    internal const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    internal const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;
    internal const UnixFileMode Others = (UnixFileMode)0x3F;

    public void Dispose() => _above.Dispose();
}
