using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Tests.Keys;

public class FingerprintTests
{
    [Fact]
    public void KeyFingerprints_OfPrivateRsa_AreWhatTheToolsSaid()
    {
        using var key = KeyFile.ReadPrivateKey(Fixture.Read("ppk2.rsa.none"));
        var fingerprints = KeyFingerprints.Of(key);
        Assert.Equal(Fixture.Fingerprint("rsa-created"), fingerprints.Ec2Created);
        Assert.Equal(Fixture.Fingerprint("rsa-imported"), fingerprints.Ec2Imported);
        Assert.Equal(Fixture.Fingerprint("rsa-sha256"), fingerprints.OpenSshSha256);
        Assert.Equal(Fixture.Fingerprint("rsa-md5"), fingerprints.OpenSshMd5);
        Assert.Equal(fingerprints with { Ec2Created = null }, KeyFingerprints.Of(key.PublicKey));
    }

    [Fact]
    public void KeyFingerprints_OfEd25519_AreWhatTheToolsSaid()
    {
        using var key = KeyFile.ReadPrivateKey(Fixture.Read("pkcs8.ed25519.none"));
        var fingerprints = KeyFingerprints.Of(key);
        Assert.Equal(Fixture.Fingerprint("ed25519-sha256")["SHA256:".Length..] + "=", fingerprints.Ec2Imported);
        Assert.Equal(fingerprints.Ec2Imported, fingerprints.Ec2Created);
        Assert.Equal(Fixture.Fingerprint("ed25519-sha256"), fingerprints.OpenSshSha256);
        Assert.Equal(Fixture.Fingerprint("ed25519-md5"), fingerprints.OpenSshMd5);
        Assert.True(fingerprints.Contains(fingerprints.Ec2Imported));
        Assert.False(fingerprints.Contains("SHA256:"));
    }

    [Theory]
    [InlineData("45:6D:36:8a:18:42:53:e0:4d:dd:5a:59:f9:87:ee:fc:68:60:df:12", "456d368a184253e04ddd5a59f987eefc6860df12", true)]
    [InlineData("6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fd", "MD5:6A:49:07:1C:7E:BD:D2:BD:96:25:FE:B5:74:83:AE:FD", true)]
    [InlineData("FArJxM8S13kt3uQ+UVqUyUht4haRDHcJBeTWN5B/8T8=", "SHA256:FArJxM8S13kt3uQ+UVqUyUht4haRDHcJBeTWN5B/8T8", true)]
    [InlineData("FArJxM8S13kt3uQ+UVqUyUht4haRDHcJBeTWN5B/8T8=", " sha256:FArJxM8S13kt3uQ+UVqUyUht4haRDHcJBeTWN5B/8T8= ", true)]
    [InlineData("FArJxM8S13kt3uQ+UVqUyUht4haRDHcJBeTWN5B/8T8=", "SHA256:fArJxM8S13kt3uQ+UVqUyUht4haRDHcJBeTWN5B/8T8", false)]
    [InlineData("6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fd", "6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fe", false)]
    [InlineData("", "SHA256:", false)]
    [InlineData(null, null, false)]
    public void FingerprintText_Same_ComparesTheBytesMeant(string? left, string? right, bool same)
    {
        Assert.Equal(same, FingerprintText.Same(left, right));
        Assert.Equal(same, FingerprintText.Same(right, left));
        if (same) Assert.Equal(new FingerprintText(left!).GetHashCode(), new FingerprintText(right!).GetHashCode());
    }

    [Theory]
    [InlineData("45:6d:36:8a:18:42:53:e0:4d:dd:5a:59:f9:87:ee:fc:68:60:df:12", FingerprintForm.Ec2CreatedRsa)]
    [InlineData("6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fd", FingerprintForm.Ec2ImportedRsa)]
    [InlineData("MD5:6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fd", FingerprintForm.OpenSshMd5)]
    [InlineData("FArJxM8S13kt3uQ+UVqUyUht4haRDHcJBeTWN5B/8T8=", FingerprintForm.Ec2Ed25519)]
    [InlineData("SHA256:FArJxM8S13kt3uQ+UVqUyUht4haRDHcJBeTWN5B/8T8", FingerprintForm.OpenSshSha256)]
    [InlineData("6a:49", FingerprintForm.Unknown)]
    [InlineData("", FingerprintForm.Unknown)]
    [InlineData("SHA256:6a", FingerprintForm.Unknown)]
    public void FingerprintText_FormOf_TellsTheOrigin(string text, FingerprintForm form) => Assert.Equal(form, FingerprintText.FormOf(text));
}
