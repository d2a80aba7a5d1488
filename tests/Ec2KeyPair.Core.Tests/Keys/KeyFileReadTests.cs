using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Tests.Keys;

public class KeyFileReadTests
{
    public static TheoryData<string> PrivateFixtures => new(Fixture.PrivateNames);

    public static TheoryData<string> EncryptedFixtures => new(Fixture.EncryptedNames);

    public static TheoryData<string> PublicFixtures =>
        new(Fixture.Names.Where(name => name.EndsWith(".public", StringComparison.Ordinal) && !name.Contains(".ecdsa.")));

    [Theory]
    [MemberData(nameof(PrivateFixtures))]
    public void ReadPrivateKey_Fixture_IsTheKeyOfThePublicFile(string name)
    {
        using var passphrase = Fixture.Passphrase;
        using var key = KeyFile.ReadPrivateKey(Fixture.Read(name), passphrase);
        Assert.Equal(Fixture.PublicLine(name), key.PublicKey.ToOpenSshLine());
    }

    [Theory]
    [MemberData(nameof(PrivateFixtures))]
    public void Inspect_Fixture_TellsWhatTheFileNameSays(string name)
    {
        var info = KeyFile.Inspect(Fixture.Read(name));
        var expected = name.Split('.')[0] switch
        {
            "openssh" => PrivateKeyEncoding.OpenSsh,
            "pkcs1" or "pkcs1der" => PrivateKeyEncoding.Pkcs1,
            "pkcs8" => PrivateKeyEncoding.Pkcs8,
            "pkcs8der" => PrivateKeyEncoding.Pkcs8Der,
            "ppk2" => PrivateKeyEncoding.PpkV2,
            _ => PrivateKeyEncoding.Ppk,
        };
        Assert.Equal(expected, info.PrivateEncoding);
        Assert.Null(info.PublicEncoding);
        Assert.Equal(!name.EndsWith(".none", StringComparison.Ordinal), info.IsEncrypted);
        Assert.Equal(info.IsEncrypted, info.Cipher is not null);
        var hidden = info.IsEncrypted && expected is PrivateKeyEncoding.Pkcs1 or PrivateKeyEncoding.Pkcs8 or PrivateKeyEncoding.Pkcs8Der && info.IsEncrypted;
        Assert.Equal(hidden ? null : Fixture.PublicLine(name), info.PublicKey?.ToOpenSshLine());
    }

    [Theory]
    [InlineData("openssh.rsa.aes256-ctr", "aes256-ctr/bcrypt")]
    [InlineData("openssh.ed25519.chacha20-poly1305", "chacha20-poly1305@openssh.com/bcrypt")]
    [InlineData("pkcs1.rsa.aes-128-cbc", "aes-128-cbc/md5")]
    [InlineData("pkcs8.ed25519.des3-sha512", "3des-cbc/pbkdf2-hmac-sha512")]
    [InlineData("pkcs8.rsa.scrypt", "aes256-cbc/scrypt")]
    [InlineData("ppk3.ed25519.argon2id", "aes256-cbc/argon2id")]
    [InlineData("ppk2.rsa.sha1", "aes256-cbc/sha1")]
    public void Inspect_Encrypted_NamesCipherAndDerivation(string name, string cipher) =>
        Assert.Equal(cipher, KeyFile.Inspect(Fixture.Read(name)).Cipher);

    [Theory]
    [InlineData("openssh.rsa.none", "rsa fixture")]
    [InlineData("openssh.ed25519.none", "ed25519 fixture")]
    [InlineData("ppk3.rsa.argon2id", "rsa fixture")]
    [InlineData("ppk2.ed25519.none", "ed25519 fixture")]
    [InlineData("openssh.rsa.aes256-ctr", null)]
    [InlineData("pkcs8.rsa.none", null)]
    public void Inspect_Comment_IsWhatShowsWithoutPassphrase(string name, string? comment) =>
        Assert.Equal(comment, KeyFile.Inspect(Fixture.Read(name)).Comment);

    [Fact]
    public void ReadPrivateKey_EncryptedComment_IsRead()
    {
        using var key = KeyFile.ReadPrivateKey(Fixture.Read("openssh.rsa.aes256-ctr"), Fixture.Passphrase);
        Assert.Equal("rsa fixture", key.Comment);
    }

    [Theory]
    [MemberData(nameof(EncryptedFixtures))]
    public void ReadPrivateKey_WrongPassphrase_IsPassphraseIncorrect(string name)
    {
        foreach (var wrong in new[] { "wrong", "correct horse ", "x" })
            Assert.Equal(ErrorCondition.PassphraseIncorrect, Fixture.ConditionOf(() => KeyFile.ReadPrivateKey(Fixture.Read(name), Fixture.From(wrong))));
    }

    [Theory]
    [MemberData(nameof(EncryptedFixtures))]
    public void ReadPrivateKey_WithoutPassphrase_IsPassphraseRequired(string name)
    {
        Assert.Equal(ErrorCondition.PassphraseRequired, Fixture.ConditionOf(() => KeyFile.ReadPrivateKey(Fixture.Read(name))));
        Assert.Equal(ErrorCondition.PassphraseRequired, Fixture.ConditionOf(() => KeyFile.ReadPrivateKey(Fixture.Read(name), Fixture.From(""))));
    }

    [Theory]
    [MemberData(nameof(PrivateFixtures))]
    public void ReadPublicKey_PrivateFile_YieldsItsPublicHalf(string name) =>
        Assert.Equal(Fixture.PublicLine(name), KeyFile.ReadPublicKey(Fixture.Read(name), Fixture.Passphrase).ToOpenSshLine());

    [Theory]
    [MemberData(nameof(PublicFixtures))]
    public void ReadPublicKey_PublicFile_IsTheKey(string name)
    {
        var content = Fixture.Read(name);
        Assert.Equal(Fixture.PublicLine(name), KeyFile.ReadPublicKey(content).ToOpenSshLine());
        Assert.Null(KeyFile.Inspect(content).PrivateEncoding);
        Assert.NotNull(KeyFile.Inspect(content).PublicEncoding);
        Assert.Equal(ErrorCondition.PrivateKeyRequired, Fixture.ConditionOf(() => KeyFile.ReadPrivateKey(content)));
    }

    [Fact]
    public void Inspect_AuthorizedKeysLineWithOptions_FindsKeyAndComment()
    {
        var line = "# comment\n\nrestrict,command=\"echo hi\" " + Fixture.PublicLine("x.rsa.x") + " web server\nssh-rsa AAAA second\n";
        var info = KeyFile.Inspect(Encoding.ASCII.GetBytes(line));
        Assert.Equal("web server", info.Comment);
        Assert.Equal(PublicKeyEncoding.OpenSsh, info.PublicEncoding);
    }

    [Theory]
    [InlineData("openssh.ecdsa.none", "ECDSA nistp256")]
    [InlineData("openssh.ecdsa.public", "ECDSA nistp256")]
    [InlineData("openssh.dsa.none", "DSA")]
    [InlineData("pkcs8.ecdsa.none", "ECDSA nistp384")]
    [InlineData("sec1.ecdsa.none", "ECDSA nistp384")]
    [InlineData("spki.ecdsa.public", "ECDSA nistp384")]
    [InlineData("ppk3.ecdsa.none", "ECDSA nistp521")]
    public void Inspect_OtherKeyType_IsRefusedByName(string name, string type)
    {
        foreach (var read in new Action[]
            { () => KeyFile.Inspect(Fixture.Read(name)), () => KeyFile.ReadPrivateKey(Fixture.Read(name)), () => KeyFile.ReadPublicKey(Fixture.Read(name)) })
        {
            var failure = Assert.Throws<Ec2KeyPairException>(read);
            Assert.Equal(ErrorCondition.KeyTypeUnsupported, failure.Condition);
            Assert.Contains(type, failure.Message);
            Assert.NotNull(failure.Mend);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("0")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("PuTTY-User-Key-File-1: ssh-rsa\n")]
    [InlineData("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n")]
    public void Inspect_NoKey_IsKeyFormatUnknown(string text) =>
        Assert.Equal(ErrorCondition.KeyFormatUnknown, Fixture.ConditionOf(() => KeyFile.Inspect(Encoding.ASCII.GetBytes(text))));
}
