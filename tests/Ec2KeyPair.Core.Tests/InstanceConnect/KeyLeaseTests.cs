using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Tests.InstanceConnect;

public sealed class KeyLeaseTests
{
    private static readonly Ec2Instance Linux = new() { InstanceId = "i-0123456789abcdef0", AvailabilityZone = "eu-central-1a" };
    private static readonly PublicKey Key = KeyGenerator.Generate(KeyType.Ed25519).PublicKey;
    private readonly ManualClock _clock = new();
    private readonly Api _api = new();

    [Fact]
    public async Task RenewAsync_ConnectionsWithin45Seconds_PushOnce()
    {
        using var lease = new KeyLease(_api, new KeyPush(Linux, "ec2-user", Key), _clock);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => lease.RenewAsync(default)));
        _clock.Pass(TimeSpan.FromSeconds(44.9));
        await lease.RenewAsync(default);
        var push = Assert.Single(_api.Pushes);
        Assert.Equal(("i-0123456789abcdef0", "eu-central-1a", "ec2-user", Key.ToOpenSshLine()), (push.InstanceId, push.AvailabilityZone, push.UserName, push.PublicKeyLine));
        _clock.Pass(TimeSpan.FromSeconds(0.2));
        await lease.RenewAsync(default);
        Assert.Equal(2, _api.Pushes.Count);
    }

    /// <summary>The 60 s began when the service had the request, not when its answer was here.</summary>
    [Fact]
    public async Task RenewAsync_SlowService_CountsFromBeforeTheRequest()
    {
        _api.Before = () => _clock.Pass(TimeSpan.FromSeconds(30));
        using var lease = new KeyLease(_api, new KeyPush(Linux, "ec2-user", Key), _clock);
        await lease.RenewAsync(default);
        _api.Before = () => { };
        _clock.Pass(TimeSpan.FromSeconds(16));
        await lease.RenewAsync(default);
        Assert.Equal(2, _api.Pushes.Count);
    }

    [Fact]
    public async Task RenewAsync_Refused_IsTriedAgainNextTime()
    {
        _api.Before = () => throw new Ec2KeyPairException(ErrorCondition.AwsUnavailable, "down");
        using var lease = new KeyLease(_api, new KeyPush(Linux, "ec2-user", Key), _clock);
        await Assert.ThrowsAsync<Ec2KeyPairException>(() => lease.RenewAsync(default));
        _api.Before = () => { };
        await lease.RenewAsync(default);
        Assert.Single(_api.Pushes);
    }

    [Theory]
    [InlineData("ec2-user")]
    [InlineData("a")]
    [InlineData("user.name@corp")]
    [InlineData("machine$")]
    [InlineData("1user")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    public void KeyPush_AccountName_IsTaken(string user) => Assert.Equal(user, new KeyPush(Linux, user, Key).UserName);

    [Theory]
    [InlineData("")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("root\n")]
    [InlineData("$(id)")]
    [InlineData("DOMAIN\\user")]
    [InlineData("12345")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void KeyPush_WhatTheServiceRefuses_IsAnErrorBeforeAnyCall(string user)
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => new KeyPush(Linux, user, Key));
        Assert.Equal(ErrorCondition.ArgumentUnsafe, error.Condition);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void KeyPush_RsaOf1024Bits_IsRefused()
    {
        using var small = KeyGenerator.Generate(KeyType.Rsa, 1024);
        Assert.Equal(ErrorCondition.KeyTypeUnsupported, Assert.Throws<Ec2KeyPairException>(() => new KeyPush(Linux, "ec2-user", small.PublicKey)).Condition);
    }

    private sealed class Api : IInstanceConnectApi
    {
        internal List<KeyPush> Pushes { get; } = [];

        internal Action Before { get; set; } = () => { };

        public async Task SendKeyAsync(KeyPush push, CancellationToken cancel)
        {
            await Task.Yield();
            Before();
            Pushes.Add(push);
        }
    }
}
