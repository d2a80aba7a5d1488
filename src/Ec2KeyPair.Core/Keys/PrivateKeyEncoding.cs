namespace Ec2KeyPair.Core.Keys;

/// <summary>How a private key is written in its file.</summary>
public enum PrivateKeyEncoding
{
    /// <summary><c>-----BEGIN OPENSSH PRIVATE KEY-----</c> (OpenSSH PROTOCOL.key); what ssh-keygen writes.</summary>
    OpenSsh,

    /// <summary><c>-----BEGIN RSA PRIVATE KEY-----</c> (RFC 8017 appendix A.1.2); what EC2 hands out for RSA.</summary>
    Pkcs1,

    /// <summary><c>-----BEGIN PRIVATE KEY-----</c> or <c>-----BEGIN ENCRYPTED PRIVATE KEY-----</c> (RFC 5958, RFC 8410).</summary>
    Pkcs8,

    /// <summary>PKCS#8 as bare DER, without armor.</summary>
    Pkcs8Der,

    /// <summary><c>PuTTY-User-Key-File-3</c> (PuTTY manual, appendix C).</summary>
    Ppk,

    /// <summary><c>PuTTY-User-Key-File-2</c>. Read only.</summary>
    PpkV2,
}
