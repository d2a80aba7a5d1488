using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>
/// The SHA-1 of the one certificate that mstsc accepts from a host without an authority's word, which it keeps under
/// <c>HKCU\Software\Microsoft\Terminal Server Client\Servers\host</c>, for the time of one run. The value that was there
/// before is put back.
/// </summary>
internal sealed class TemporaryCertificateHash : IDisposable
{
    private const string Name = "CertHash";
    private readonly IUserRegistry _registry;
    private readonly string _key;
    private readonly byte[]? _before;
    private readonly byte[] _value;
    private int _isDisposed;

    /// <summary>Writes the value.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileWriteFailed.</exception>
    internal TemporaryCertificateHash(IUserRegistry registry, string host, RdpCertificate certificate)
    {
        _registry = registry;
        _key = "Software\\Microsoft\\Terminal Server Client\\Servers\\" + host;
        _value = Keys.Formats.Hex.Decode(certificate.Sha1) ?? throw new CryptographicException("A thumbprint is hexadecimal.");
        _before = registry.Read(_key, Name);
        registry.Write(_key, Name, _value);
    }

    /// <summary>Puts back what was there, once. A value that somebody else has written since stays.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        if (_registry.Read(_key, Name) is not { } current || !current.SequenceEqual(_value)) return;
        if (_before is null) _registry.Delete(_key, Name);
        else _registry.Write(_key, Name, _before);
    }
}
