using System.Security.Cryptography;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys;

/// <summary>An RSA private key in the eight numbers of RFC 8017, appendix A.1.2.</summary>
public sealed class RsaPrivateKey : PrivateKey
{
    private readonly RSAParameters _parameters;

    private RsaPrivateKey(RSAParameters parameters, PublicKey publicKey) : base(publicKey) => _parameters = parameters;

    /// <summary>Checks and copies the numbers; the caller keeps and clears its own.</summary>
    /// <param name="parameters">Unsigned big-endian numbers, padded or not; DP and DQ may be null.</param>
    /// <exception cref="Errors.Ec2KeyPairException">KeyFileCorrupt: the numbers contradict each other or one is
    /// missing. KeyTypeUnsupported: the modulus is shorter than 1024 or longer than 16384 bits.</exception>
    public static RsaPrivateKey FromParameters(RSAParameters parameters)
    {
        var checkedParameters = RsaParameterCheck.Normalise(parameters);
        return new RsaPrivateKey(
            checkedParameters, PublicKey.FromRsa(checkedParameters.Modulus, checkedParameters.Exponent));
    }

    /// <summary>The platform's RSA with this key in it, for decryption and signatures; the caller disposes it.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyTypeUnsupported: the platform refuses this key size.</exception>
    public RSA CreateRsa()
    {
        ThrowIfDisposed();
#if NET8_0_OR_GREATER
        var rsa = RSA.Create();
#else
        var rsa = new RSACryptoServiceProvider { PersistKeyInCsp = false };
#endif
        try
        {
            rsa.ImportParameters(_parameters);
            return rsa;
        }
        catch (CryptographicException failure)
        {
            rsa.Dispose();
            throw new Errors.Ec2KeyPairException(
                Errors.ErrorCondition.KeyTypeUnsupported,
                $"This platform's RSA does not take the {Size}-bit key: {failure.Message}",
                mend: "Use an RSA key of 2048 or 4096 bits.",
                innerException: failure);
        }
    }

    /// <summary>The numbers themselves, not copies, padded as the platform wants them: read them, don't keep them.</summary>
    internal RSAParameters Parameters
    {
        get
        {
            ThrowIfDisposed();
            return _parameters;
        }
    }

    private protected override void Clear() => RsaParameterCheck.Clear(_parameters);
}
