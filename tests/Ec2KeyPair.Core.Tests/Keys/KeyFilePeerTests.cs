using System.Text;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Keys;

/// <summary>What this module writes, the real tools open; what it computes, they compute too.</summary>
public class KeyFilePeerTests
{
    public static TheoryData<KeyType, bool> Keys => new()
    {
        { KeyType.Rsa, false }, { KeyType.Rsa, true }, { KeyType.Ed25519, false }, { KeyType.Ed25519, true },
    };

    [SkippableTheory]
    [MemberData(nameof(Keys))]
    public void WritePrivateKey_OpenSsh_SshKeygenOpens(KeyType type, bool encrypted)
    {
        using var folder = new TemporaryFolder();
        using var key = KeyGenerator.Generate(type, comment: "peer");
        var path = folder.Write("key", KeyFile.WritePrivateKey(key, PrivateKeyEncoding.OpenSsh, encrypted ? Fixture.Passphrase : null));
        var line = Tool.SshKeygen.Run("-y", "-P", encrypted ? Fixture.PassphraseText : "", "-f", path).MustSucceed().Text;
        Assert.Equal(key.PublicKey.ToOpenSshLine("peer"), line);
        if (encrypted) Assert.NotEqual(0, Tool.SshKeygen.Run("-y", "-P", "wrong", "-f", path).ExitCode);
    }

    [SkippableTheory]
    [MemberData(nameof(Keys))]
    public void WritePrivateKey_Pkcs8_OpenSslOpens(KeyType type, bool encrypted)
    {
        using var folder = new TemporaryFolder();
        using var key = KeyGenerator.Generate(type);
        foreach (var encoding in new[] { PrivateKeyEncoding.Pkcs8, PrivateKeyEncoding.Pkcs8Der })
        {
            var path = folder.Write("key", KeyFile.WritePrivateKey(key, encoding, encrypted ? Fixture.Passphrase : null));
            var form = encoding == PrivateKeyEncoding.Pkcs8 ? "PEM" : "DER";
            var spki = Tool.OpenSsl.Run("pkey", "-in", path, "-inform", form, "-passin", "pass:" + Fixture.PassphraseText, "-pubout", "-outform", "DER").MustSucceed();
            Assert.Equal(key.PublicKey.ToSubjectPublicKeyInfo(), spki.Output);
        }
    }

    [SkippableFact]
    public void WritePrivateKey_Pkcs1_OpenSslAndSshKeygenOpen()
    {
        using var folder = new TemporaryFolder();
        using var key = KeyGenerator.Generate(KeyType.Rsa);
        var path = folder.Write("key", KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs1));
        Tool.OpenSsl.Run("rsa", "-in", path, "-check", "-noout").MustSucceed();
        Assert.Equal(key.PublicKey.ToOpenSshLine(), Tool.SshKeygen.Run("-y", "-P", "", "-f", path).MustSucceed().Text);
    }

    [SkippableTheory]
    [MemberData(nameof(Keys))]
    public void WritePrivateKey_Ppk_PuttyGenOpens(KeyType type, bool encrypted)
    {
        using var folder = new TemporaryFolder();
        using var key = KeyGenerator.Generate(type, comment: "peer key");
        var path = folder.Write("key.ppk", KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Ppk, encrypted ? Fixture.Passphrase : null));
        var pass = folder.Write("pass", encrypted ? Encoding.ASCII.GetBytes(Fixture.PassphraseText) : []);
        Assert.Equal(key.PublicKey.ToOpenSshLine("peer key"), Tool.PuttyGen.Run(path, "-L").MustSucceed().Text);
        var exported = folder.File("exported");
        Tool.PuttyGen.Run(path, "-O", "private-openssh-new", "-o", exported, "--old-passphrase", pass, "--new-passphrase", folder.Write("none", [])).MustSucceed();
        using var again = KeyFile.ReadPrivateKey(File.ReadAllBytes(exported));
        Assert.Equal(KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs8Der), KeyFile.WritePrivateKey(again, PrivateKeyEncoding.Pkcs8Der));
    }

    [SkippableTheory]
    [InlineData(KeyType.Rsa)]
    [InlineData(KeyType.Ed25519)]
    public void WritePublicKey_Rfc4716AndOpenSsh_SshKeygenReads(KeyType type)
    {
        using var folder = new TemporaryFolder();
        using var key = KeyGenerator.Generate(type);
        var rfc4716 = folder.Write("key.rfc", KeyFile.WritePublicKey(key.PublicKey, PublicKeyEncoding.Rfc4716, new string('c', 200)));
        Assert.Equal(key.PublicKey.ToOpenSshLine(), Tool.SshKeygen.Run("-i", "-f", rfc4716).MustSucceed().Text);
        var line = folder.Write("key.pub", KeyFile.WritePublicKey(key.PublicKey, PublicKeyEncoding.OpenSsh, "c"));
        Assert.Contains(OpenSshFingerprint.Sha256(key.PublicKey), Tool.SshKeygen.Run("-l", "-f", line).MustSucceed().Text);
        Assert.Contains(OpenSshFingerprint.Md5(key.PublicKey), Tool.SshKeygen.Run("-l", "-E", "md5", "-f", line).MustSucceed().Text);
    }

    [SkippableTheory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void Ec2Fingerprint_Rsa_IsWhatOpenSslComputes(int size)
    {
        using var folder = new TemporaryFolder();
        using var key = KeyGenerator.Generate(KeyType.Rsa, size);
        Assert.Equal(size, key.Size);
        var path = folder.Write("key", KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs1));
        var pkcs8 = Tool.OpenSsl.Run("pkcs8", "-in", path, "-topk8", "-nocrypt", "-outform", "DER").MustSucceed().Output;
        Assert.EndsWith(Ec2Fingerprint.Created(key), Tool.OpenSsl.Run(pkcs8, "sha1", "-c").MustSucceed().Text);
        var spki = Tool.OpenSsl.Run("rsa", "-in", path, "-pubout", "-outform", "DER").MustSucceed().Output;
        Assert.EndsWith(Ec2Fingerprint.Imported(key.PublicKey), Tool.OpenSsl.Run(spki, "md5", "-c").MustSucceed().Text);
    }

    [SkippableTheory]
    [InlineData(1024)]
    [InlineData(4096)]
    public void ReadPrivateKey_RsaOfSshKeygen_IsRead(int size)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("key");
        Tool.SshKeygen.Run("-q", "-t", "rsa", "-b", size.ToString(System.Globalization.CultureInfo.InvariantCulture), "-N", "long passphrase", "-f", path).MustSucceed();
        using var key = KeyFile.ReadPrivateKey(File.ReadAllBytes(path), Fixture.From("long passphrase"));
        Assert.Equal(size, key.Size);
        Assert.Equal(key.PublicKey, KeyFile.ReadPublicKey(File.ReadAllBytes(path + ".pub")));
        using var rsa = ((RsaPrivateKey)key).CreateRsa();
        Assert.Equal(size, rsa.KeySize);
    }
}
