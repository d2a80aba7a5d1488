using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Tests.Keys;

public class KeyFileWriteTests
{
    public static TheoryData<string, PrivateKeyEncoding, bool> PrivateCases
    {
        get
        {
            var cases = new TheoryData<string, PrivateKeyEncoding, bool>();
            foreach (var name in new[] { "openssh.rsa.none", "openssh.ed25519.none" })
            {
                foreach (var encoding in new[] { PrivateKeyEncoding.OpenSsh, PrivateKeyEncoding.Pkcs8, PrivateKeyEncoding.Pkcs8Der, PrivateKeyEncoding.Ppk })
                {
                    cases.Add(name, encoding, false);
                    cases.Add(name, encoding, true);
                }
            }
            cases.Add("openssh.rsa.none", PrivateKeyEncoding.Pkcs1, false);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(PrivateCases))]
    public void WritePrivateKey_EveryEncoding_ReadsBackAsTheSameKey(string name, PrivateKeyEncoding encoding, bool encrypted)
    {
        using var key = KeyFile.ReadPrivateKey(Fixture.Read(name));
        var passphrase = encrypted ? Fixture.From("pässword ☃") : null;
        var content = KeyFile.WritePrivateKey(key, encoding, passphrase);
        using var again = KeyFile.ReadPrivateKey(content, passphrase);
        Assert.True(again.Matches(key.PublicKey));
        Assert.Equal(KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs8Der), KeyFile.WritePrivateKey(again, PrivateKeyEncoding.Pkcs8Der));
        Assert.Equal(encrypted, KeyFile.Inspect(content).IsEncrypted);
        Assert.Equal(encoding, KeyFile.Inspect(content).PrivateEncoding);
        if (encoding is PrivateKeyEncoding.OpenSsh or PrivateKeyEncoding.Ppk) Assert.Equal(key.Comment, again.Comment);
        if (encoding != PrivateKeyEncoding.Pkcs8Der) AssertPlainText(content);
    }

    [Theory]
    [InlineData(PublicKeyEncoding.OpenSsh)]
    [InlineData(PublicKeyEncoding.Rfc4716)]
    [InlineData(PublicKeyEncoding.Spki)]
    [InlineData(PublicKeyEncoding.SpkiDer)]
    [InlineData(PublicKeyEncoding.Pkcs1)]
    public void WritePublicKey_EveryEncoding_ReadsBackAsTheSameKey(PublicKeyEncoding encoding)
    {
        foreach (var name in new[] { "openssh.rsa.none", "openssh.ed25519.none" })
        {
            var key = KeyFile.ReadPublicKey(Fixture.Read(name));
            if (encoding == PublicKeyEncoding.Pkcs1 && key.Type == KeyType.Ed25519)
            {
                Assert.Equal(ErrorCondition.KeyEncodingUnsupported, Fixture.ConditionOf(() => KeyFile.WritePublicKey(key, encoding)));
                continue;
            }
            var content = KeyFile.WritePublicKey(key, encoding, "a comment");
            Assert.Equal(key, KeyFile.ReadPublicKey(content));
            var info = KeyFile.Inspect(content);
            Assert.Equal(encoding, info.PublicEncoding);
            if (encoding is PublicKeyEncoding.OpenSsh or PublicKeyEncoding.Rfc4716) Assert.Equal("a comment", info.Comment);
            if (encoding != PublicKeyEncoding.SpkiDer) AssertPlainText(content);
        }
    }

    [Theory]
    [InlineData("spki", PublicKeyEncoding.Spki)]
    [InlineData("spkider", PublicKeyEncoding.SpkiDer)]
    [InlineData("pkcs1", PublicKeyEncoding.Pkcs1)]
    public void WritePublicKey_OfOpenSsl_IsByteForByteTheSame(string file, PublicKeyEncoding encoding) =>
        Assert.Equal(Fixture.Read(file + ".rsa.public"), KeyFile.WritePublicKey(KeyFile.ReadPublicKey(Fixture.Read("rsa.pub")), encoding));

    [Theory]
    [InlineData("pkcs1.rsa.none", PrivateKeyEncoding.Pkcs1)]
    [InlineData("pkcs8.rsa.none", PrivateKeyEncoding.Pkcs8)]
    [InlineData("pkcs8.ed25519.none", PrivateKeyEncoding.Pkcs8)]
    [InlineData("pkcs8der.rsa.none", PrivateKeyEncoding.Pkcs8Der)]
    [InlineData("ppk3.rsa.none", PrivateKeyEncoding.Ppk)]
    [InlineData("ppk3.ed25519.none", PrivateKeyEncoding.Ppk)]
    public void WritePrivateKey_OfRealTool_IsByteForByteTheSame(string name, PrivateKeyEncoding encoding)
    {
        using var key = KeyFile.ReadPrivateKey(Fixture.Read(name));
        Assert.Equal(Fixture.Read(name), KeyFile.WritePrivateKey(key, encoding));
    }

    [Fact]
    public void WritePrivateKey_Pkcs1WithPassphrase_IsRefusedWithAMend()
    {
        using var key = KeyFile.ReadPrivateKey(Fixture.Read("openssh.rsa.none"));
        var failure = Assert.Throws<Ec2KeyPairException>(() => KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs1, Fixture.Passphrase));
        Assert.Equal(ErrorCondition.KeyEncodingUnsupported, failure.Condition);
        Assert.Contains("Pkcs8", failure.Mend);
        Assert.Contains("OpenSsh", failure.Mend);
    }

    [Fact]
    public void WritePrivateKey_WhatCannotBeWritten_IsKeyEncodingUnsupported()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519);
        Assert.Equal(ErrorCondition.KeyEncodingUnsupported, Fixture.ConditionOf(() => KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs1)));
        Assert.Equal(ErrorCondition.KeyEncodingUnsupported, Fixture.ConditionOf(() => KeyFile.WritePrivateKey(key, PrivateKeyEncoding.PpkV2)));
    }

    [Fact]
    public void WritePrivateKey_EmptyPassphrase_WritesUnencrypted()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519);
        Assert.False(KeyFile.Inspect(KeyFile.WritePrivateKey(key, PrivateKeyEncoding.OpenSsh, Passphrase.FromUtf8([]))).IsEncrypted);
    }

    [Fact]
    public void ToOpenSshLine_CommentWithLineEnd_StaysOneLine()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519);
        var line = key.PublicKey.ToOpenSshLine("evil\nssh-rsa AAAA\u2028ü");
        Assert.EndsWith(" evil?ssh-rsa AAAA??", line);
        key.Comment = "evil\nEncryption: none";
        foreach (var encoding in new[] { PrivateKeyEncoding.Ppk, PrivateKeyEncoding.OpenSsh })
        {
            using var again = KeyFile.ReadPrivateKey(KeyFile.WritePrivateKey(key, encoding));
            Assert.Equal("evil?Encryption: none", again.Comment);
        }
    }

    [Fact]
    public void WritePublicKey_LongComment_IsFoldedAndReadBack()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519);
        var comment = string.Concat(Enumerable.Repeat("0123456789", 30));
        var content = KeyFile.WritePublicKey(key.PublicKey, PublicKeyEncoding.Rfc4716, comment);
        Assert.All(System.Text.Encoding.ASCII.GetString(content).Split('\n'), line => Assert.InRange(line.Length, 0, 72));
        Assert.Equal(comment, KeyFile.Inspect(content).Comment);
    }

    private static void AssertPlainText(byte[] content)
    {
        Assert.All(content, value => Assert.True(value is (byte)'\n' or >= 0x20 and < 0x7f));
        Assert.Equal((byte)'\n', content[^1]);
    }
}
