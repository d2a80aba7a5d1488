using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>The chosen way to one instance's SSH server, for a connection that this process makes itself.</summary>
public interface ISshWay
{
    /// <summary>Which route it is.</summary>
    ConnectionRoute Kind { get; }

    /// <summary>True where the SSH connection has to say something now and then, so that what lies between keeps it.</summary>
    bool NeedsKeepAlive { get; }

    /// <summary>Opens it; may be done again.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Errors.Ec2KeyPairException">Why the way is closed.</exception>
    Task<ISshPath> OpenAsync(CancellationToken cancel);
}
