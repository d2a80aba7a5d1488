using System.Numerics;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Tests.Keys;

public class PrimitivesTests
{
    [Fact]
    public void BlowfishPi_Words_AreTheFractionOfPi()
    {
        // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239), in fixed point with 64 bits to spare.
        var bits = 32 * BlowfishPi.Words.Length;
        var one = BigInteger.One << (bits + 64);
        var fraction = (16 * ArcTangent(one, 5) - 4 * ArcTangent(one, 239) - 3 * one) >> 64;
        for (var i = 0; i < BlowfishPi.Words.Length; i++)
            Assert.Equal((uint)((fraction >> (bits - 32 * (i + 1))) & uint.MaxValue), BlowfishPi.Words[i]);
    }

    // From Go's x/crypto/ssh/internal/bcrypt_pbkdf tests, made with OpenBSD's code.
    [Fact]
    public void BcryptPbkdf_Derive_KnownVector() => Assert.Equal(
        "1AE42C05D487BC02F64921A4EBE4EA93BCACFE135FDA99974C06B7B01FAE149A",
        Convert.ToHexString(BcryptPbkdf.Derive("password"u8, "salt"u8, 12, 32)));

    [Fact]
    public void AesCtr_NistVector_IsEncrypted()
    {
        // NIST SP 800-38A, F.5.5, first two blocks.
        var key = Convert.FromHexString("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        var iv = Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
        var plain = Convert.FromHexString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        Assert.Equal(
            "601EC313775789A5B7A7F504BBF3D228F443E3CA4D62B59ACA84E990CACAF5C5", Convert.ToHexString(BlockCiphers.AesCtr(key, iv, plain)));
    }

    private static BigInteger ArcTangent(BigInteger one, int inverse)
    {
        BigInteger power = one / inverse, sum = power;
        for (int odd = 3, sign = -1; !power.IsZero; odd += 2, sign = -sign)
        {
            power /= inverse * inverse;
            sum += sign * (power / odd);
        }
        return sum;
    }
}
