namespace Ec2KeyPair.Core.Ec2;

/// <summary>EC2's encrypted first Windows passwords.</summary>
public interface IPasswordDataApi
{
    /// <summary>The ciphertext under the launch key; empty until the instance has printed it, for ever where it never will.</summary>
    Task<byte[]> GetPasswordDataAsync(string instanceId, CancellationToken cancel);
}
