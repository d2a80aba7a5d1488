using System.Net;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Tests.Rotation;

/// <summary>Whether a server takes a key, asked of real ones with the public half alone.</summary>
public sealed class RotationDoorTests
{
    [SkippableTheory]
    [InlineData(KeyType.Ed25519, "ssh-ed25519")]
    [InlineData(KeyType.Rsa, "rsa-sha2-512")]
    [InlineData(KeyType.Rsa, "rsa-sha2-256")]
    [InlineData(KeyType.Rsa, "ssh-rsa")] // all that servers before OpenSSH 7.2 take
    public async Task OpensForOld_WhateverAlgorithmTheServerTakes_IsTold(KeyType type, string algorithm)
    {
        Skip.If(OperatingSystem.IsWindows(), "no sshd here");
        using var key = KeyGenerator.Generate(type);
        using var other = KeyGenerator.Generate(type);
        var line = AuthorizedKeyText.Of(key.PublicKey, "old");
        using var host = new ShellHost(0, line.Line, $"PubkeyAcceptedAlgorithms={algorithm}");
        Assert.True(await AskAsync(host, line));
        Assert.False(await AskAsync(host, AuthorizedKeyText.Of(other.PublicKey, "other")));
    }

    private static async Task<bool> AskAsync(ShellHost host, AuthorizedKeyText old)
    {
        var world = new World(host);
        using var newKey = KeyGenerator.Generate(KeyType.Ed25519);
        var signer = new PrivateKeySigner(newKey, "new");
        var door = new RotationDoor(
            world, keys => new SshConnector(world, world, keys, new SshLimits(), _ => Task.CompletedTask), new FixedKeys(new LoginKeySet([signer], "")), signer, null);
        var target = new RotationTarget(new Ec2Instance { InstanceId = host.Id, State = "running" }, old, Environment.UserName);
        return await door.OpensForOldAsync(target, new DirectWay(host.Id, IPAddress.Loopback, host.Port), CancellationToken.None);
    }

    private sealed class World(ShellHost host) : IWayChooser, IHostKeyCheck, ILoginUsers, IHostKeyVerifier
    {
        public Task<ISshWay> ChooseAsync(Ec2Instance instance, int port, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IHostKeyVerifier> PrepareAsync(string instanceId, CancellationToken cancel) => Task.FromResult<IHostKeyVerifier>(this);

        public Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(new LoginUser(Environment.UserName, "given"));

        public Task<LoginUser?> SuggestAsync(Ec2Instance instance, string refused, CancellationToken cancel) => Task.FromResult<LoginUser?>(null);

        public IReadOnlyList<string> KnownTypes => [host.HostKey.Split(' ')[0]];

        public string Evidence => "given";

        public void Verify(byte[] blob) => Assert.Equal(host.HostKey.Split(' ')[1], Convert.ToBase64String(blob));

        public Task<bool> ReconsiderAsync(CancellationToken cancel) => Task.FromResult(false);
    }
}
