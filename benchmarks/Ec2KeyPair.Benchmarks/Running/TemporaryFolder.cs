namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>A folder that is gone when the figure is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("ec2keypair-bench-").FullName;

    internal string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A new folder inside.</summary>
    internal string Fresh() => Directory.CreateDirectory(this[Guid.NewGuid().ToString("N")]).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
