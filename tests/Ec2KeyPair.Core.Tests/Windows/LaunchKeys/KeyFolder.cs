using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Keys;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Tests.Windows.LaunchKeys;

/// <summary>A folder of key files that is gone when the test is.</summary>
internal sealed class KeyFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("ec2keypair-test-").FullName;

    /// <summary>A launch key of this name as EC2 describes it: the RSA key of the fixtures.</summary>
    internal static LaunchKeyIdentity FixtureKey(string name = "fixture") => new(name, new Ec2KeyPairInfo
    {
        KeyName = name, KeyPairId = "key-0123456789abcdef0", KeyType = "rsa", PublicKey = Fixture.Text("rsa.pub"),
    });

    /// <summary>A launch key that is nowhere in the folder.</summary>
    internal static LaunchKeyIdentity OtherKey(string name = "other")
    {
        using var key = KeyGenerator.Generate(KeyType.Rsa);
        return new(name, new Ec2KeyPairInfo { KeyName = name, KeyType = "rsa", PublicKey = key.PublicKey.ToOpenSshLine() });
    }

    internal string Add(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal string AddFixture(string name, string? called = null) => Add(called ?? name, Fixture.Read(name));

    internal IReadOnlyList<LocalKeyPair> Files() => PrivateKeyFiles.InFolder(Path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
