using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Ssh.Login;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>A signer as SSH.NET sees it.</summary>
/// <param name="signer">The signer.</param>
/// <param name="isOneOfMany">
/// Others are offered too. SSH.NET asks the server once for each algorithm, and servers count what they refuse (sshd's
/// MaxAuthTries): then each key is offered once, by the algorithm that every server since OpenSSH 7.2 takes.
/// </param>
internal sealed class SignerSource(ISshSigner signer, bool isOneOfMany) : IPrivateKeySource
{
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } = signer.Algorithms
        .Take(isOneOfMany ? 1 : int.MaxValue)
        .Select(algorithm => new SignerAlgorithm(signer, algorithm))
        .ToList();
}

/// <summary>One signature algorithm of a signer.</summary>
internal sealed class SignerAlgorithm(ISshSigner signer, string algorithm) : HostAlgorithm(algorithm)
{
    public override byte[] Data => signer.PublicBlob;

    // RFC 4253 section 6.6: the algorithm's name goes around the signature.
    public override byte[] Sign(byte[] data)
    {
        using var signature = new SshWriter();
        signature.WriteString(Name);
        signature.WriteString(signer.Sign(Name, data));
        return signature.ToArray();
    }

    public override bool VerifySignature(byte[] data, byte[] signature) => throw new NotSupportedException("A signer only signs.");
}
