using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.InstanceConnect;

public sealed class EphemeralLoginTests
{
    private static readonly Ec2Instance Linux = new() { InstanceId = "i-0123456789abcdef0" };
    private readonly ManualClock _clock = new();

    /// <summary>A person who looks at a fingerprint takes his time: what the service forgot by then, it is told again.</summary>
    [SkippableFact]
    public async Task StartAsync_LoginThatComesLate_IsLetInAgain()
    {
        Skip.If(OperatingSystem.IsWindows(), "ssh-add is asked over a Unix socket");
        var api = new Api();
        await using var login = await EphemeralLogin.StartAsync(api, Linux, "ec2-user", _clock, default);
        Assert.Single(api.Lines);
        var ssh = Tool.Named("ssh-add");
        var first = ssh.Run(login.Environment, "-L").MustSucceed().Text;
        Assert.StartsWith(api.Lines[0], first);
        _clock.Pass(TimeSpan.FromSeconds(44));
        ssh.Run(login.Environment, "-L").MustSucceed();
        Assert.Single(api.Lines);
        _clock.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(first, ssh.Run(login.Environment, "-L").MustSucceed().Text);
        Assert.Equal([api.Lines[0], api.Lines[0]], api.Lines);
    }

    [SkippableFact]
    public async Task StartAsync_LaterPushRefused_OffersNothingAndSaysWhy()
    {
        Skip.If(OperatingSystem.IsWindows(), "ssh-add is asked over a Unix socket");
        var api = new Api();
        await using var login = await EphemeralLogin.StartAsync(api, Linux, "ec2-user", _clock, default);
        _clock.Pass(TimeSpan.FromSeconds(50));
        api.Failure = new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "revoked meanwhile");
        Assert.NotEqual(0, Tool.Named("ssh-add").Run(login.Environment, "-L").ExitCode);
        Assert.Same(api.Failure, login.Failure);
    }

    [Fact]
    public async Task StartAsync_EveryLogin_HasAKeyOfItsOwn()
    {
        var api = new Api();
        for (var i = 0; i < 3; i++) await (await EphemeralLogin.StartAsync(api, Linux, "ec2-user", _clock, default)).DisposeAsync();
        Assert.Equal(3, api.Lines.Distinct().Count());
        Assert.All(api.Lines, line => Assert.InRange(line.Length, 80, 4096));
    }

    private sealed class Api : IInstanceConnectApi
    {
        internal List<string> Lines { get; } = [];

        internal Ec2KeyPairException? Failure { get; set; }

        public Task SendKeyAsync(KeyPush push, CancellationToken cancel)
        {
            if (Failure is { } failure) throw failure;
            Lines.Add(push.PublicKeyLine);
            return Task.CompletedTask;
        }
    }
}
