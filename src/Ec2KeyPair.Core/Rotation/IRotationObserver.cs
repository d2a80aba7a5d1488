using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>Takes results as they come, in any order. Each call is awaited: that is the back-pressure.</summary>
public interface IRotationObserver
{
    /// <summary>An instance has come as far as it does.</summary>
    Task EndedAsync(KeyRotationResult result);

    /// <summary>One instance failed; the others go on as long as the error limit allows.</summary>
    Task FailedAsync(Ec2KeyPairException error);

    /// <summary>How far the whole has come.</summary>
    Task ProgressAsync(int done, int failed, int total);
}
