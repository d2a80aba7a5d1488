namespace Ec2KeyPair.Module.Tests;

/// <summary>A folder that is gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("ec2keypair-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
