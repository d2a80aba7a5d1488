using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class ResetKeyTests
{
    private const string Sid = "S-1-5-21-1004336348-1177238915-682003330-500";
    private const string Password = "Kf7-pw_that.only:one=knows@+";
    private static readonly ResetKey Key = new();

    [Fact]
    public void Open_OfThisRequestAndAccount_IsThePassword() =>
        Assert.Equal(Password, new NetworkCredential("", Key.Open(Encrypt(Plain()), Sid)).Password);

    [Fact]
    public void Open_LongestPasswordAndSid_Fits()
    {
        const string longest = "S-1-5-21-4294967295-4294967295-4294967295-4294967295";
        var password = new string('x', 127);
        Assert.Equal(password, new NetworkCredential("", Key.Open(Encrypt(Plain(longest, password)), longest)).Password);
    }

    [Fact]
    public void Open_AnotherAccount_IsRefused() => Assert.Null(Key.Open(Encrypt(Plain()), "S-1-5-21-1004336348-1177238915-682003330-501"));

    [Fact]
    public void Open_AnotherRequest_IsRefused()
    {
        using var other = new ResetKey();
        Assert.NotEqual(other.Nonce, Key.Nonce);
        Assert.NotEqual(other.Modulus, Key.Modulus);
        // Under the right key, with the nonce of another request.
        Assert.Null(Key.Open(Encrypt([.. Convert.FromBase64String(other.Nonce), .. Plain()[16..]]), Sid));
        Assert.Null(other.Open(Encrypt(Plain()), Sid));
    }

    [Fact]
    public void Open_NoPassword_IsRefused()
    {
        Assert.Null(Key.Open(Encrypt(Plain(Sid, "")), Sid));
        Assert.Null(Key.Open(Encrypt(Plain(Sid, "bell\a")), Sid));
        Assert.Null(Key.Open(Encrypt([]), Sid));
        Assert.Null(Key.Open(Encrypt([0, 1, 2]), Sid));
    }

    [Fact]
    public void Open_NoCiphertext_IsRefused()
    {
        Assert.Null(Key.Open([], Sid));
        Assert.Null(Key.Open([1, 2, 3], Sid));
        Assert.Null(Key.Open(new byte[384], Sid));
        Assert.Null(Key.Open(RandomNumberGenerator.GetBytes(384), Sid));
        var changed = Encrypt(Plain());
        changed[200] ^= 1;
        Assert.Null(Key.Open(changed, Sid));
    }

    [Fact]
    public void Open_OtherPadding_IsRefused()
    {
        using var rsa = Public();
        Assert.Null(Key.Open(rsa.Encrypt(Plain(), RSAEncryptionPadding.Pkcs1), Sid));
        Assert.Null(Key.Open(rsa.Encrypt(Plain(), RSAEncryptionPadding.OaepSHA256), Sid));
    }

    [SkippableFact]
    public void Open_EncryptedByOpenSsl_IsThePassword()
    {
        using var folder = new TemporaryFolder();
        using var rsa = Public();
        var key = Path.Combine(folder.Path, "public.pem");
        File.WriteAllText(key, rsa.ExportSubjectPublicKeyInfoPem());
        var ciphertext = Tool.OpenSsl.Run(
            Plain(), "pkeyutl", "-encrypt", "-pubin", "-inkey", key, "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha1").MustSucceed().Output;
        Assert.Equal(Password, new NetworkCredential("", Key.Open(ciphertext, Sid)).Password);
    }

    [Fact]
    public void ToString_TellsNothing() => Assert.DoesNotContain(Key.Modulus[..16], Key.ToString()!);

    private RSA Public() => RSA.Create(new RSAParameters { Modulus = Convert.FromBase64String(Key.Modulus), Exponent = Convert.FromBase64String(Key.Exponent) });

    private byte[] Encrypt(byte[] plain)
    {
        using var rsa = Public();
        return rsa.Encrypt(plain, RSAEncryptionPadding.OaepSHA1);
    }

    private byte[] Plain(string sid = Sid, string password = Password) =>
        [.. Convert.FromBase64String(Key.Nonce), (byte)sid.Length, .. Encoding.ASCII.GetBytes(sid), .. Encoding.ASCII.GetBytes(password)];
}
