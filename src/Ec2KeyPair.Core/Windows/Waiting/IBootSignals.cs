namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>What AWS tells of many booting instances in one request. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IBootSignals
{
    /// <summary>DescribeInstanceStatus: the state of each of these instances, at most <see cref="BootSignal.MaximumIds"/>.</summary>
    Task<IReadOnlyList<BootSignal>> StatusAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel);

    /// <summary>
    /// DescribeInstanceInformation: those of these instances, at most <see cref="BootSignal.MaximumIds"/>, whose agent is
    /// online. EC2Launch v2 starts the agent as its last task, so then the password has been printed (EC2 User Guide,
    /// "EC2Launch v2 task definitions", startSsm).
    /// </summary>
    Task<IReadOnlyList<string>> OnlineAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel);
}
