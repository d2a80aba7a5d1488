using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>ssh's ProxyCommand, by the way that was asked for: Session Manager, which needs no address, unless it is an Instance Connect Endpoint.</summary>
internal sealed class ProxyWay(AwsSession aws, string? region, ConnectionRoute via, int port, string? reason)
{
    private readonly ProxyObserver _observer = new();

    /// <summary>Carries standard input and output until either side has ended.</summary>
    /// <exception cref="Core.Errors.Ec2KeyPairException">InstanceNotFound, InstanceAmbiguous, or why there is no way.</exception>
    internal Task RunAsync(string identity, CancellationToken cancel) =>
        via == ConnectionRoute.InstanceConnectEndpoint ? ThroughEndpointAsync(identity, cancel) : ThroughSessionAsync(identity, cancel);

    private async Task ThroughSessionAsync(string identity, CancellationToken cancel)
    {
        var target = await SessionTarget.ResolveAsync(aws.Ec2(region).Instances, identity, cancel);
        await ProxyConnection.RunAsync(SessionServices.Open(aws, region, _observer), SessionRequest.Ssh(target.InstanceId, port, reason), cancel);
    }

    private async Task ThroughEndpointAsync(string identity, CancellationToken cancel)
    {
        var ec2 = aws.Ec2(region);
        var instance = await new InstanceResolver(ec2.Instances).ResolveAsync(identity, cancel);
        RunningInstance.Require(instance);
        var target = await new EndpointChoice(ec2.Network).ChooseAsync(instance, port, null, null, cancel);
        using var ended = new CancellationTokenSource();
        var notice = DurationNotice.WarnInTimeAsync(target, _observer, SystemClock.Instance, ended.Token);
        try
        {
            using var output = Console.OpenStandardOutput();
            using var input = Console.OpenStandardInput();
            await EndpointProxy.RunAsync(new EndpointConnector(aws.InstanceConnect(region)), target, input, output, cancel);
        }
        finally
        {
            ended.Cancel();
            await notice;
        }
    }
}
