namespace Ec2KeyPair.Core.Ec2;

/// <summary>EC2's status checks. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IInstanceHealthApi
{
    /// <summary>What the checks say of these instances, at most <see cref="InstanceHealth.MostAtOnce"/>.</summary>
    Task<IReadOnlyList<InstanceHealth>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel);
}
