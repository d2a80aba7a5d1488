using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>Chooses the way to an instance.</summary>
public interface IWayChooser
{
    /// <summary>The way to go; nothing is opened yet.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="port">TCP port of its SSH server.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Errors.Ec2KeyPairException">InstanceNotRunning, or why no way is open.</exception>
    Task<ISshWay> ChooseAsync(Ec2Instance instance, int port, CancellationToken cancel);
}
