namespace Ec2KeyPair.Module.Tests;

/// <summary>A folder that is gone when the test is.</summary>
/// <param name="prefix">What its name begins with; six characters follow.</param>
internal sealed class TemporaryFolder(string prefix = "ec2keypair-test-") : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
