using System.Security.Cryptography.X509Certificates;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>What identifies an RDP server's certificate. Windows makes its own, so no authority vouches for it; its thumbprint does.</summary>
/// <param name="Sha1">SHA-1 of the certificate, 40 upper-case hexadecimal digits: what Windows calls its thumbprint.</param>
/// <param name="Sha256">SHA-256 of the certificate, 64 upper-case hexadecimal digits.</param>
/// <param name="Subject">Whom it says to be of, RFC 4514 text; anybody's text.</param>
/// <param name="NotAfterUtc">Until when it is valid, as it says itself.</param>
public sealed record RdpCertificate(string Sha1, string Sha256, string Subject, DateTime NotAfterUtc)
{
    /// <summary>Reads a certificate.</summary>
    internal static RdpCertificate Of(X509Certificate2 certificate) => new(
        Digits(Digests.Sha1(certificate.RawData)),
        Digits(Digests.Sha256(certificate.RawData)),
        certificate.Subject,
        certificate.NotAfter.ToUniversalTime());

    private static string Digits(byte[] digest) => Hex.Encode(digest).ToUpperInvariant();
}
