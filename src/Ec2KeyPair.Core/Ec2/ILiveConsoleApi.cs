namespace Ec2KeyPair.Core.Ec2;

/// <summary>Console output as it is at this moment, which instances on the Nitro system have. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface ILiveConsoleApi
{
    /// <summary>GetConsoleOutput with Latest: the decoded output, at most the last 64 KB, empty when there is none yet.</summary>
    /// <returns>Null when this instance has no live console (UnsupportedOperation).</returns>
    Task<string?> FindLatestAsync(string instanceId, CancellationToken cancel);
}
