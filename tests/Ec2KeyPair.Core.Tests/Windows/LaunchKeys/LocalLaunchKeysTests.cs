using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Keys;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Tests.Windows.LaunchKeys;

public sealed class LocalLaunchKeysTests : IDisposable
{
    private readonly KeyFolder _folder = new();
    private readonly List<string> _asked = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindAsync_KeyThatShowsItsPublicHalf_NoOtherFileIsOpened()
    {
        _folder.AddFixture("pkcs8.rsa.scrypt", "a-hidden");
        var path = _folder.AddFixture("openssh.rsa.aes256-ctr", "b-shown");
        using var keys = Open(_folder.Files());
        var (key, where) = await keys.FindAsync(KeyFolder.FixtureKey(), default);
        Assert.Equal(path, where);
        Assert.True(KeyFolder.FixtureKey().Is(key));
        Assert.Equal([path], _asked);
    }

    [Theory]
    [InlineData("pkcs8.rsa.scrypt")]
    [InlineData("pkcs1.rsa.aes-256-cbc")]
    public async Task FindAsync_FileThatHidesItsPublicHalf_IsOpenedOnceForAllLaunchKeys(string fixture)
    {
        var path = _folder.AddFixture(fixture);
        _folder.AddFixture("ppk3.ed25519.none");
        using var keys = Open(_folder.Files());
        var failing = await Assert.ThrowsAsync<Ec2KeyPairException>(() => keys.FindAsync(KeyFolder.OtherKey(), default));
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, failing.Condition);
        var (first, _) = await keys.FindAsync(KeyFolder.FixtureKey("one"), default);
        var (second, _) = await keys.FindAsync(KeyFolder.FixtureKey("two"), default);
        Assert.Same(first, second);
        Assert.Equal([path], _asked);
    }

    [Fact]
    public async Task FindAsync_HiddenFileThatCannotBeOpened_IsToldNotTriedAgain()
    {
        var path = _folder.AddFixture("pkcs8.rsa.scrypt");
        _folder.AddFixture("ppk3.ed25519.none");
        using var keys = LocalLaunchKeys.Of(_folder.Files(), new OpenedKeyFiles(Fixture.From("wrong")));
        foreach (var wanted in new[] { KeyFolder.FixtureKey(), KeyFolder.OtherKey() })
        {
            var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => keys.FindAsync(wanted, default));
            Assert.Equal(ErrorCondition.PrivateKeyNotFound, error.Condition);
            Assert.Contains(path, error.Message);
            Assert.Contains("-Passphrase", error.Mend);
        }
    }

    [Fact]
    public async Task FindAsync_TheOneFileOfTheUser_SaysWhyItIsNotThat()
    {
        _folder.AddFixture("pkcs8.rsa.scrypt");
        using var locked = LocalLaunchKeys.Of(_folder.Files(), new OpenedKeyFiles(null));
        Assert.Equal(ErrorCondition.PassphraseRequired, await ConditionAsync(locked, KeyFolder.FixtureKey()));
        using var opened = Open(_folder.Files());
        Assert.Equal(ErrorCondition.PrivateKeyMismatch, await ConditionAsync(opened, KeyFolder.OtherKey()));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task FindAsync_KeyPairThatEc2HasForgotten_OnlyTheFileOfThatName()
    {
        _folder.AddFixture("pkcs1.rsa.none", "fixture.pem");
        _folder.AddFixture("ppk3.rsa.none", "else.ppk");
        using var keys = Open(_folder.Files());
        Assert.EndsWith("fixture.pem", (await keys.FindAsync(new LaunchKeyIdentity("fixture", null), default)).Where, StringComparison.Ordinal);
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, await ConditionAsync(keys, new LaunchKeyIdentity("another", null)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindAsync_Ec2TellsOnlyTheFingerprint_IsComparedByThat(bool isCreated)
    {
        _folder.AddFixture("openssh.rsa.aes256-ctr");
        _folder.AddFixture("ppk3.ed25519.none");
        using var key = KeyFile.ReadPrivateKey(Fixture.Read("pkcs1.rsa.none"));
        var fingerprints = KeyFingerprints.Of(key);
        using var keys = Open(_folder.Files());
        var wanted = new LaunchKeyIdentity("web", new Ec2KeyPairInfo { KeyName = "web", Fingerprint = isCreated ? fingerprints.Ec2Created : fingerprints.Ec2Imported });
        Assert.True(wanted.Is((await keys.FindAsync(wanted, default)).Key));
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, await ConditionAsync(keys, wanted with { Described = wanted.Described! with { Fingerprint = "00:" + fingerprints.Ec2Imported[3..] } }));
    }

    [Fact]
    public async Task Dispose_OpenedKeys_AreZeroed()
    {
        _folder.AddFixture("pkcs1.rsa.none");
        var keys = Open(_folder.Files());
        var (key, _) = await keys.FindAsync(KeyFolder.FixtureKey(), default);
        keys.Dispose();
        Assert.True(key.IsDisposed);
    }

    private LocalLaunchKeys Open(IReadOnlyList<LocalKeyPair> files) => LocalLaunchKeys.Of(files, new OpenedKeyFiles(null, path =>
    {
        lock (_asked) _asked.Add(path);
        return Fixture.Passphrase;
    }));

    private static async Task<ErrorCondition> ConditionAsync(LocalLaunchKeys keys, LaunchKeyIdentity wanted) =>
        (await Assert.ThrowsAsync<Ec2KeyPairException>(() => keys.FindAsync(wanted, default))).Condition;
}
