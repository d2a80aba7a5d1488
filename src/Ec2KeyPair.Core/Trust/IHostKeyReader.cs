namespace Ec2KeyPair.Core.Trust;

/// <summary>Reads the host keys on instances themselves, by another way than the network that ssh takes.</summary>
public interface IHostKeyReader
{
    /// <summary>The public halves of the keys that the instance's sshd uses; never none.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">HostKeyUnknown: it has none; or why it can't be read.</exception>
    Task<IReadOnlyList<HostKey>> ReadAsync(string instanceId, CancellationToken cancel);
}
