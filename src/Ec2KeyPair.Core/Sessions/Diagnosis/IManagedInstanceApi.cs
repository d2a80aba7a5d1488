namespace Ec2KeyPair.Core.Sessions.Diagnosis;

/// <summary>What Systems Manager knows of instances. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IManagedInstanceApi
{
    /// <summary>The instance's agent; null when none has ever reported.</summary>
    Task<ManagedInstance?> FindAsync(string instanceId, CancellationToken cancel);

    /// <summary>The agents of these instances, up to 50 a request; an instance without one is simply not there.</summary>
    Task<IReadOnlyList<ManagedInstance>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel);
}
