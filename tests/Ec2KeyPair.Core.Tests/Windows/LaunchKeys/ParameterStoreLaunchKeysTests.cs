using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Keys;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Tests.Windows.LaunchKeys;

public sealed class ParameterStoreLaunchKeysTests : IParameterApi
{
    private const string Name = "/ec2/keypair/key-0123456789abcdef0";
    private readonly Dictionary<string, byte[]> _parameters = [];
    private readonly List<ParameterSecret> _told = [];

    public string Region => "eu-test-1";

    [Fact]
    public async Task FindAsync_KeyOfCloudFormation_IsFoundByTheIdOfTheKeyPair()
    {
        _parameters[Name] = Fixture.Read("pkcs1.rsa.none");
        var keys = new ParameterStoreLaunchKeys(this, null);
        var (key, where) = await keys.FindAsync(KeyFolder.FixtureKey(), default);
        Assert.Equal(Name, where);
        Assert.True(KeyFolder.FixtureKey().Is(key));
        Assert.All(_told.Single().Utf8, value => Assert.Equal(0, value));
        keys.Dispose();
        Assert.True(key.IsDisposed);
    }

    [Fact]
    public async Task FindAsync_AnotherKeyThere_IsAMismatch()
    {
        _parameters[Name] = Fixture.Read("pkcs8.ed25519.none");
        Assert.Equal(ErrorCondition.PrivateKeyMismatch, await ConditionAsync(KeyFolder.FixtureKey()));
    }

    [Fact]
    public async Task FindAsync_NothingOrNoKeyThere_SaysWhichParameter()
    {
        Assert.Equal(ErrorCondition.ParameterNotFound, await ConditionAsync(KeyFolder.FixtureKey()));
        _parameters[Name] = "no key"u8.ToArray();
        Assert.Equal(ErrorCondition.KeyFormatUnknown, await ConditionAsync(KeyFolder.FixtureKey()));
        _parameters[Name] = Fixture.Read("pkcs8.rsa.scrypt");
        Assert.Equal(ErrorCondition.PassphraseRequired, await ConditionAsync(KeyFolder.FixtureKey()));
    }

    [Fact]
    public async Task FindAsync_KeyPairThatEc2HasForgotten_HasNoIdToAskFor() =>
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, await ConditionAsync(new LaunchKeyIdentity("gone", null)));

    public Task<ParameterSecret?> FindAsync(string name, CancellationToken cancel)
    {
        if (!_parameters.TryGetValue(name, out var value)) return Task.FromResult<ParameterSecret?>(null);
        _told.Add(new ParameterSecret([.. value], isSecure: true));
        return Task.FromResult<ParameterSecret?>(_told[^1]);
    }

    public Task<bool> PutSecureAsync(string name, byte[] value, string? kmsKeyId, bool overwrite, CancellationToken cancel) => throw new NotSupportedException();

    Task IParameterApi.DeleteAsync(string name, CancellationToken cancel) => throw new NotSupportedException();

    private async Task<ErrorCondition> ConditionAsync(LaunchKeyIdentity wanted)
    {
        using var keys = new ParameterStoreLaunchKeys(this, null);
        return (await Assert.ThrowsAsync<Ec2KeyPairException>(() => keys.FindAsync(wanted, default))).Condition;
    }
}
