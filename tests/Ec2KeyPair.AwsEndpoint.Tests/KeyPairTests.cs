using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.Tests;

public sealed class KeyPairTests
{
    // The public key moto ships; its MD5 over the SubjectPublicKeyInfo is a published value.
    private const string Moto =
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDusXfgTE4eBP50NglSzCSEGnIL6+cr6m3H6cZANOQ+P1o/W4BdtcAL3sor4iGi7SOeJgo8kweyMQrhrt6HaKGgromRiz37LQx4YIAcBi4Zd023mO/V7Rc2Chh18mWgLSmA6ng+j37ip6452zxtv0jHAz9pJolbKBpJzbZlPN45ZCTk9ck0fSVHRl6VRSSPQcpqi65XpRf+35zNOCGCc1mAOOTmw59Q2a6A3t8mL7r91aM5q6QOQm219lctFM8O7HRJnDgmhGpnjRwE1LyKktWTbgFZ4SNWU2XqusUO07jKuSxzPumXBeU+JEtx0J1tqZwJlpGt2R+0qN7nKnPl2+hx moto@github.com";

    [Fact]
    public async Task ImportKeyPair_RsaLine_HasMd5OfSpkiAndIsDescribed()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var imported = (await wire.Ec2("ImportKeyPair", ("KeyName", "k/..:1"), ("PublicKeyMaterial", Base64(Moto)),
            ("TagSpecification.1.ResourceType", "key-pair"), ("TagSpecification.1.Tag.1.Key", "team"), ("TagSpecification.1.Tag.1.Value", "a&b"))).MustBe(200);
        Assert.Equal("6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fd", imported.One("keyFingerprint"));
        Assert.Equal("http://ec2.amazonaws.com/doc/2016-11-15/", imported.Xml.Root!.Name.NamespaceName);

        var described = (await wire.Ec2("DescribeKeyPairs", ("IncludePublicKey", "true"), ("Filter.1.Name", "tag:team"), ("Filter.1.Value.1", "a*"))).MustBe(200);
        Assert.Equal("k/..:1", described.One("keyName"));
        Assert.Equal(Moto, described.One("publicKey"));
        Assert.Equal(imported.One("keyPairId"), described.One("keyPairId"));
        Assert.Equal("a&b", described.One("value"));
        Assert.Empty((await wire.Ec2("DescribeKeyPairs", ("Filter.1.Name", "key-name"), ("Filter.1.Value.1", "K*"))).All("keyName"));
    }

    [Fact]
    public async Task ImportKeyPair_OtherEncodings_GiveTheSameKey()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var blob = Moto.Split(' ')[1];
        var rfc4716 = "---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"x\"\n" + string.Join('\n', blob.Chunk(70).Select(c => new string(c))) + "\n---- END SSH2 PUBLIC KEY ----\n";
        using var rsa = RSA.Create(2048);
        foreach (var (name, material) in new[] { ("line", Moto), ("rfc", rfc4716) })
        {
            var fingerprint = (await wire.Ec2("ImportKeyPair", ("KeyName", name), ("PublicKeyMaterial", Base64(material)))).MustBe(200).One("keyFingerprint");
            Assert.Equal("6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fd", fingerprint);
        }

        var spki = rsa.ExportSubjectPublicKeyInfo();
        var der = (await wire.Ec2("ImportKeyPair", ("KeyName", "der"), ("PublicKeyMaterial", Base64(Convert.ToBase64String(spki))))).MustBe(200);
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(spki)), der.One("keyFingerprint").Replace(":", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ImportKeyPair_Ed25519_HasPaddedSha256()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var line = Ed25519Line();
        var imported = (await wire.Ec2("ImportKeyPair", ("KeyName", "e"), ("PublicKeyMaterial", Base64(line)))).MustBe(200);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(line.Split(' ')[1]))), imported.One("keyFingerprint"));
        Assert.EndsWith("=", imported.One("keyFingerprint"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh-rsa AAAA", "InvalidKey.Format")]
    [InlineData("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA==", "InvalidKey.Format")]
    [InlineData("", "MissingParameter")]
    public async Task ImportKeyPair_WhatIsNoKey_IsRefused(string material, string code)
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        (await wire.Ec2("ImportKeyPair", ("KeyName", "x"), ("PublicKeyMaterial", Base64(material)))).MustBe(400, code);
    }

    [Fact]
    public async Task ImportKeyPair_LengthNameQuotaAndDuplicate_AreRefused()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        using var rsa = RSA.Create(3072);
        (await wire.Ec2("ImportKeyPair", ("KeyName", "x"), ("PublicKeyMaterial", Base64(Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())))))
            .MustBe(400, "InvalidKey.Format");
        foreach (var name in new[] { " x", "x ", new string('n', 256), "naïve" })
        {
            (await wire.Ec2("ImportKeyPair", ("KeyName", name), ("PublicKeyMaterial", Base64(Moto)))).MustBe(400, "InvalidParameterValue");
        }

        (await wire.Ec2("ImportKeyPair", ("KeyName", "x"), ("PublicKeyMaterial", Base64(Moto)), ("DryRun", "true"))).MustBe(412, "DryRunOperation");
        Assert.Empty(aws.Fleet.KeyPairs);
        (await wire.Ec2("ImportKeyPair", ("KeyName", new string('n', 255)), ("PublicKeyMaterial", Base64(Moto)))).MustBe(200);
        (await wire.Ec2("ImportKeyPair", ("KeyName", new string('n', 255)), ("PublicKeyMaterial", Base64(Moto)))).MustBe(400, "InvalidKeyPair.Duplicate");
        aws.Cloud.Settings.KeyPairQuota = 1;
        Assert.Equal(400, (int)(await wire.Ec2("ImportKeyPair", ("KeyName", "y"), ("PublicKeyMaterial", Base64(Moto)))).Status);
    }

    [Fact]
    public async Task CreateKeyPair_Rsa_FingerprintIsSha1OfBarePkcs8()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var created = (await wire.Ec2("CreateKeyPair", ("KeyName", "c"))).MustBe(200);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(created.One("keyMaterial"));
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(rsa.ExportPkcs8PrivateKey())), created.One("keyFingerprint").Replace(":", "", StringComparison.Ordinal));
        var ppk = (await wire.Ec2("CreateKeyPair", ("KeyName", "p"), ("KeyFormat", "ppk"))).MustBe(200);
        Assert.StartsWith("PuTTY-User-Key-File-2: ssh-rsa", ppk.One("keyMaterial"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteKeyPair_IsIdempotentAndKeepsTheLaunchKeyOfInstances()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var pair = aws.Fleet.AddKeyPair("k", Moto);
        var instance = aws.Fleet.AddWindows("w", pair);
        Assert.Equal(pair.Id, (await wire.Ec2("DeleteKeyPair", ("KeyName", "k"))).MustBe(200).One("keyPairId"));
        Assert.Empty((await wire.Ec2("DeleteKeyPair", ("KeyName", "k"))).MustBe(200).All("keyPairId"));
        Assert.Equal("k", instance.KeyName);
        (await wire.Ec2("DescribeKeyPairs", ("KeyName.1", "k"))).MustBe(400, "InvalidKeyPair.NotFound");
        (await wire.Ec2("RunInstances", ("ImageId", aws.Cloud.Images[0].Id), ("MinCount", "1"), ("MaxCount", "1"), ("KeyName", "k"))).MustBe(400, "InvalidKeyPair.NotFound");
    }

    [Fact]
    public async Task KeyPairs_ArePerRegion()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws) { Region = "eu-west-1" };
        aws.Fleet.AddKeyPair("k", Moto);
        Assert.Empty((await wire.Ec2("DescribeKeyPairs")).MustBe(200).All("keyName"));
        wire.Region = "af-south-1";
        (await wire.Ec2("DescribeKeyPairs")).MustBe(401, "AuthFailure");
        aws.Cloud.SetOptInStatus("af-south-1", "opted-in");
        (await wire.Ec2("DescribeKeyPairs")).MustBe(200);
        Assert.Contains("af-south-1", (await wire.Ec2("DescribeRegions")).All("regionName"));
        Assert.DoesNotContain("me-south-1", (await wire.Ec2("DescribeRegions")).All("regionName"));
        Assert.Contains("me-south-1", (await wire.Ec2("DescribeRegions", ("AllRegions", "true"))).All("regionName"));
    }

    internal static string Ed25519Line()
    {
        byte[] blob = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. Enumerable.Range(1, 32).Select(i => (byte)i)];
        return "ssh-ed25519 " + Convert.ToBase64String(blob) + " test";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
