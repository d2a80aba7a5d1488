using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>Takes results as they come, in any order. Each call is awaited but <see cref="Passed"/>.</summary>
public interface ICopyObserver
{
    /// <summary>May this be copied? Asked once for each original that was named, and each instance.</summary>
    Task<bool> MayCopyAsync(string instanceId, string path, string destination);

    /// <summary>A file is there.</summary>
    Task CopiedAsync(CopiedFile file);

    /// <summary>A file, or a whole instance, failed; the others go on.</summary>
    Task FailedAsync(Ec2KeyPairException error);

    /// <summary>Something was left out on purpose.</summary>
    Task WarnAsync(string text);

    /// <summary>So many bytes of a file have passed. Often, on any thread: it must not wait.</summary>
    void Passed(string instanceId, string path, int bytes);
}
