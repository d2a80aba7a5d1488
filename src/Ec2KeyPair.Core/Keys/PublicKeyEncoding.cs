namespace Ec2KeyPair.Core.Keys;

/// <summary>How a public key is written in its file.</summary>
public enum PublicKeyEncoding
{
    /// <summary>One line, <c>ssh-ed25519 AAAA... comment</c> (sshd(8), AUTHORIZED_KEYS FILE FORMAT).</summary>
    OpenSsh,

    /// <summary><c>---- BEGIN SSH2 PUBLIC KEY ----</c> (RFC 4716).</summary>
    Rfc4716,

    /// <summary><c>-----BEGIN PUBLIC KEY-----</c>, SubjectPublicKeyInfo in PEM (RFC 5280, RFC 7468).</summary>
    Spki,

    /// <summary>SubjectPublicKeyInfo as bare DER.</summary>
    SpkiDer,

    /// <summary><c>-----BEGIN RSA PUBLIC KEY-----</c> (RFC 8017 appendix A.1.1). RSA only.</summary>
    Pkcs1,
}
