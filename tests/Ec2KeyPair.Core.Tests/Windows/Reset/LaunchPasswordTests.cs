using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Tests.Ec2;
using Ec2KeyPair.Core.Windows.LaunchKeys;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class LaunchPasswordTests : IPasswordDataApi, IDisposable
{
    private static readonly Ec2Instance Instance = new() { InstanceId = "i-0123456789abcdef0", KeyName = "web", IsWindows = true, State = "running" };
    private readonly FakeClock _clock = new();
    private readonly LaunchKeyFinder _keys;
    private byte[][] _data = [];
    private int _asked;

    public LaunchPasswordTests() => _keys = new LaunchKeyFinder(new FakeAws(_clock), new FakeLaunchKeys());

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task WaitAsync_DataChanges_GivesTheNewPassword()
    {
        var old = Encrypted("old");
        _data = [old, old, [], old, Encrypted("new")];
        var sut = Sut();
        var before = await sut.PrepareAsync(Instance, default);
        var password = await sut.WaitAsync(Instance, before, _clock.UtcNow.AddHours(1), default);
        Assert.Equal("new", new NetworkCredential("", password.Password).Password);
        Assert.Equal(5, _asked);
    }

    [Fact]
    public async Task WaitAsync_ThereWasNone_TakesTheFirst()
    {
        _data = [[], [], Encrypted("new")];
        var sut = Sut();
        var password = await sut.WaitAsync(Instance, await sut.PrepareAsync(Instance, default), _clock.UtcNow.AddHours(1), default);
        Assert.Equal("new", new NetworkCredential("", password.Password).Password);
    }

    [Fact]
    public async Task WaitAsync_OldDataForEver_IsNeverTakenForNew()
    {
        _data = [Encrypted("old")];
        var sut = Sut();
        var before = await sut.PrepareAsync(Instance, default);
        var start = _clock.UtcNow;
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => sut.WaitAsync(Instance, before, start.AddMinutes(10), default));
        Assert.Equal(ErrorCondition.PasswordDataNotReady, error.Condition);
        Assert.Equal(TimeSpan.FromMinutes(10), _clock.UtcNow - start);
    }

    [Fact]
    public async Task PrepareAsync_NoLaunchKey_FailsBeforeAnythingIsDone()
    {
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Sut().PrepareAsync(Instance with { KeyName = null }, default));
        Assert.Equal(ErrorCondition.LaunchKeyMissing, error.Condition);
        Assert.Equal(0, _asked);
    }

    Task<byte[]> IPasswordDataApi.GetPasswordDataAsync(string instanceId, CancellationToken cancel) => Task.FromResult(_data[Math.Min(_asked++, _data.Length - 1)]);

    private LaunchPassword Sut() => new(this, _keys, new AdministratorName(new FakeInstances(Instance), new FakeResetObserver()), _clock);

    private static byte[] Encrypted(string text)
    {
        using var rsa = ((RsaPrivateKey)FakeAws.Key).CreateRsa();
        return rsa.Encrypt(Encoding.ASCII.GetBytes(text), RSAEncryptionPadding.Pkcs1);
    }
}
