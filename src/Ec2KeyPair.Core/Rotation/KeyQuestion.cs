using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Ssh.Login;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>
/// Asks a server whether it takes a key, with the public half alone: RFC 4252 section 7 lets a client ask before it signs,
/// and a server that takes the key asks for the signature. That is the answer; none is made.
/// </summary>
internal sealed class KeyQuestion(AuthorizedKeyText key) : ISshSigner
{
    /// <summary>The server takes the key.</summary>
    internal bool IsTaken { get; private set; }

    /// <inheritdoc/>
    public byte[] PublicBlob { get; } = Convert.FromBase64String(key.Base64);

    /// <inheritdoc/>
    public IReadOnlyList<string> Algorithms { get; } = key.KeyType == SshNames.Rsa ? [SignatureNames.RsaSha512, SignatureNames.RsaSha256, SshNames.Rsa] : [key.KeyType];

    /// <inheritdoc/>
    public string Description => $"the old key {key.Fingerprint}";

    /// <summary>
    /// The keys to offer. SSH.NET asks first only where it has more than one, and then for one algorithm of each: so an RSA key
    /// is offered once for each, as a server that is old takes none but ssh-rsa, and others are offered twice.
    /// </summary>
    internal LoginKeySet Offer => new(
        Algorithms.Count > 1 ? Algorithms.Select(algorithm => (ISshSigner)new One(this, algorithm)).ToList() : [this, this], "it is asked whether the old key still opens");

    /// <inheritdoc/>
    public byte[] Sign(string algorithm, byte[] data)
    {
        IsTaken = true;
        throw new Ec2KeyPairException(ErrorCondition.LoginRefused, "The server takes the key; nothing is signed with it.");
    }

    private sealed class One(KeyQuestion question, string algorithm) : ISshSigner
    {
        public byte[] PublicBlob => question.PublicBlob;

        public IReadOnlyList<string> Algorithms { get; } = [algorithm];

        public string Description => question.Description;

        public byte[] Sign(string algorithm, byte[] data) => question.Sign(algorithm, data);
    }
}
