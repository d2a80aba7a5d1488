using Ec2KeyPair.Core.Agent;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Agent;

public sealed class EphemeralAgentTests
{
    private static readonly Tool SshAdd = Tool.Named("ssh-add");

    [SkippableFact]
    public async Task Start_SshAdd_ListsTheKeyAndCanDoNothingElse()
    {
        Skip.If(OperatingSystem.IsWindows(), "ssh-add is asked over a Unix socket");
        var key = NewKey();
        var listed = 0;
        await using var agent = EphemeralAgent.Start(key, "ec2-user", _ =>
        {
            Interlocked.Increment(ref listed);
            return Task.CompletedTask;
        });
        var environment = new Dictionary<string, string> { ["SSH_AUTH_SOCK"] = agent.Address };
        Assert.Equal($"256 {OpenSshFingerprint.Sha256(key.PublicKey)} ephemeral (ED25519)", SshAdd.Run(environment, "-l").MustSucceed().Text);
        Assert.Equal(key.PublicKey.ToOpenSshLine("ephemeral"), SshAdd.Run(environment, "-L").MustSucceed().Text);
        Assert.Equal(2, listed);

        using var folder = new TemporaryFolder();
        var file = folder.File("other");
        Tool.SshKeygen.Run("-q", "-t", "ed25519", "-N", "", "-f", file).MustSucceed();
        foreach (var arguments in new[] { new[] { file }, ["-D"], ["-x"] })
        {
            Assert.NotEqual(0, SshAdd.Run(environment, arguments).ExitCode);
        }

        Assert.StartsWith("256 ", SshAdd.Run(environment, "-l").MustSucceed().Text);
    }

    [SkippableFact]
    public async Task Start_Socket_IsPrivateAndGoesWithTheAgent()
    {
        Skip.If(OperatingSystem.IsWindows(), "a named pipe is no file");
        if (OperatingSystem.IsWindows()) return;
        var key = NewKey();
        var agent = EphemeralAgent.Start(key, "ec2-user", _ => Task.CompletedTask);
        var folder = Path.GetDirectoryName(agent.Address)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(agent.Address));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal([agent.Address], Directory.EnumerateFileSystemEntries(folder));
        await agent.DisposeAsync();
        Assert.False(Directory.Exists(folder));
        Assert.True(key.IsDisposed);
    }

    [SkippableFact]
    public async Task Start_KeyThatCannotBeLetIn_IsNotOfferedAndSaysWhy()
    {
        Skip.If(OperatingSystem.IsWindows(), "ssh-add is asked over a Unix socket");
        var failure = new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "no");
        await using var agent = EphemeralAgent.Start(NewKey(), "ec2-user", _ => throw failure);
        Assert.NotEqual(0, SshAdd.Run(new Dictionary<string, string> { ["SSH_AUTH_SOCK"] = agent.Address }, "-l").ExitCode);
        Assert.Same(failure, agent.Failure);
    }

    [SkippableFact]
    public async Task DisposeAsync_ClientStillConnected_Ends()
    {
        Skip.If(OperatingSystem.IsWindows(), "a client over a Unix socket");
        var agent = EphemeralAgent.Start(NewKey(), "ec2-user", _ => Task.CompletedTask);
        await using var client = UnixSocket.Connect(agent.Address, TimeSpan.FromSeconds(10));
        // Half a message.
        await client.WriteAsync(new byte[] { 0, 0, 0, 9, 11 });
        await agent.DisposeAsync();
        Assert.Equal(0, await ReadToEndAsync(client));
    }

    [SkippableFact]
    public async Task Start_MessageThatIsTooLong_EndsTheConnectionOnly()
    {
        Skip.If(OperatingSystem.IsWindows(), "a client over a Unix socket");
        await using var agent = EphemeralAgent.Start(NewKey(), "ec2-user", _ => Task.CompletedTask);
        await using (var hostile = UnixSocket.Connect(agent.Address, TimeSpan.FromSeconds(10)))
        {
            await hostile.WriteAsync(new byte[] { 0xff, 0xff, 0xff, 0xff, 11 });
            Assert.Equal(0, await ReadToEndAsync(hostile));
        }

        await using var client = UnixSocket.Connect(agent.Address, TimeSpan.FromSeconds(10));
        await client.WriteAsync(new byte[] { 0, 0, 0, 1, 11 });
        var answer = new byte[5];
        await client.ReadExactlyAsync(answer);
        Assert.Equal(12, answer[4]);
    }

    private static async Task<int> ReadToEndAsync(Stream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            return 0; // Reset, as what was sent has not been read.
        }
    }

    private static Ed25519PrivateKey NewKey() => (Ed25519PrivateKey)KeyGenerator.Generate(KeyType.Ed25519, comment: "ephemeral");
}
