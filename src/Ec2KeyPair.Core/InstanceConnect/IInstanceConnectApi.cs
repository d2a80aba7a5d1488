namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>EC2 Instance Connect of one Region and account.</summary>
public interface IInstanceConnectApi
{
    /// <summary>
    /// Lets a public key in for 60 s (EC2 Instance Connect API Reference, SendSSHPublicKey). That it was taken says
    /// nothing of the instance: without the package ec2-instance-connect nobody there looks for it.
    /// </summary>
    /// <exception cref="Errors.Ec2KeyPairException">InstanceNotFound, InstanceNotRunning, ParameterInvalid or an Aws condition.</exception>
    Task SendKeyAsync(KeyPush push, CancellationToken cancel);
}
