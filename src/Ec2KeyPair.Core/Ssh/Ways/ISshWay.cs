using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>One way to the SSH servers of instances, for connections that this process makes itself.</summary>
public interface ISshWay
{
    /// <summary>Which one this is.</summary>
    ConnectionRoute Kind { get; }

    /// <summary>True where the SSH connection has to say something now and then, so that what lies between keeps it.</summary>
    bool NeedsKeepAlive { get; }

    /// <summary>Opens the way to the instance's SSH server.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="port">TCP port of its SSH server.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Errors.Ec2KeyPairException">Why the way is closed.</exception>
    Task<ISshPath> OpenAsync(Ec2Instance instance, int port, CancellationToken cancel);
}
