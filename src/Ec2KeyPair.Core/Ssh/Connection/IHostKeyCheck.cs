namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>Knows which host keys instances have, by the policy that the user chose.</summary>
public interface IHostKeyCheck
{
    /// <summary>What is known of the instance's host keys, before it is connected to. Asked once for each instance.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">HostKeyUnknown and the policy is to refuse then; FileReadFailed, or an Aws condition.</exception>
    Task<IHostKeyVerifier> PrepareAsync(string instanceId, CancellationToken cancel);
}
