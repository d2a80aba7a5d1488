using Ec2KeyPair.Core.Windows.Waiting;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2 and Systems Manager on how far instances are.</summary>
internal sealed class BootSignals(InstanceStatusApi statuses, AgentApi agents) : IBootSignals
{
    public Task<IReadOnlyList<BootSignal>> StatusAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        statuses.StatusAsync(instanceIds, cancel);

    public Task<IReadOnlyList<string>> OnlineAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        agents.OnlineAsync(instanceIds, cancel);
}
