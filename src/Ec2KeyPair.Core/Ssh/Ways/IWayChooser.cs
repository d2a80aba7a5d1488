using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>Chooses the way to an instance.</summary>
public interface IWayChooser
{
    /// <summary>The route to take; never Auto.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">InstanceNotRunning, or why no way is open.</exception>
    Task<ConnectionRoute> ChooseAsync(Ec2Instance instance, int port, CancellationToken cancel);
}
