using System.Text;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect.Rdp.FreeRdp;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Peers;
using static Ec2KeyPair.Core.Tests.Connect.Rdp.RdpFixture;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

/// <summary>How the client is run, with a script in its place that keeps what it was given.</summary>
public sealed class FreeRdpClientTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task RunAsync_Password_GoesToStandardInputAndNowhereElse()
    {
        var exitCode = await Client("exit 2").RunAsync(Launch(), default).WaitAsync(Patience);
        Assert.Equal(2, exitCode);
        Assert.Equal(Password + "\n", Kept("input"));
        Assert.DoesNotContain(Password, Kept("arguments"));
        Assert.DoesNotContain(Password, Kept("environment"));
        Assert.DoesNotContain(Password, Encoding.Unicode.GetString(await File.ReadAllBytesAsync(_folder.File("file"))));
    }

    [SkippableFact]
    public async Task RunAsync_PasswordOfAnyCharacters_ArrivesAsUtf8()
    {
        const string Odd = "päß\t'\"\\ $(x) %s €🔑";
        await Client("exit 0").RunAsync(Launch() with { Login = Login(password: Odd) }, default).WaitAsync(Patience);
        Assert.Equal(Odd + "\n", Kept("input"));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("two\rlines")]
    [InlineData("a\0b")]
    public async Task RunAsync_PasswordThatIsNoLine_IsRefusedBeforeAnythingStarts(string password)
    {
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Client("exit 0").RunAsync(Launch() with { Login = Login(password: password) }, default));
        Assert.Equal(ErrorCondition.ArgumentUnsafe, error.Condition);
        Assert.False(File.Exists(_folder.File("arguments")));
    }

    [SkippableFact]
    public async Task RunAsync_PasswordOf512Bytes_IsRefused() => Assert.Equal(
        ErrorCondition.ArgumentUnsafe,
        (await Assert.ThrowsAsync<Ec2KeyPairException>(() => Client("exit 0").RunAsync(Launch() with { Login = Login(password: new string('x', 512)) }, default))).Condition);

    [SkippableFact]
    public async Task RunAsync_EnvironmentOfTheUser_HasNoSayInIdentityAndPassword()
    {
        var inherited = new Dictionary<string, string>
        {
            ["FREERDP_ASKPASS"] = "/usr/bin/true", ["WLOG_APPENDER"] = "file", ["https_proxy"] = "http://127.0.0.1:1", ["HTTPS_PROXY"] = "http://127.0.0.1:1",
            ["SSL_CERT_FILE"] = "/etc/ssl/certs/ca-certificates.crt", ["XDG_CONFIG_HOME"] = "/home/me/.config", ["DISPLAY"] = ":5", ["LANG"] = "de_DE.UTF-8",
        };
        await Client("exit 0", inherited).RunAsync(Launch(), default).WaitAsync(Patience);
        var environment = Kept("environment").Split('\n');
        Assert.Contains("DISPLAY=:5", environment);
        Assert.Contains("LANG=de_DE.UTF-8", environment);
        Assert.DoesNotContain(environment, line => line.StartsWith("FREERDP_", StringComparison.Ordinal) || line.StartsWith("WLOG_", StringComparison.Ordinal));
        Assert.DoesNotContain(environment, line => line.StartsWith("https_proxy=", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt", environment);
        Assert.DoesNotContain("XDG_CONFIG_HOME=/home/me/.config", environment);
    }

    [SkippableFact]
    public async Task RunAsync_TemporaryFile_IsPrivateAndGoneAfterwards()
    {
        await Client("ls -ld \"$(dirname \"$1\")\" \"$1\" > \"$dir/modes\"; exit 0").RunAsync(Launch(), default).WaitAsync(Patience);
        Assert.Equal(["drwx------", "-rw-------"], Kept("modes").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..10]).Order(StringComparer.Ordinal).Reverse());
        Assert.False(Directory.Exists(Path.GetDirectoryName(Kept("arguments").Split('\n')[0])));
    }

    [SkippableFact]
    public async Task RunAsync_FilePath_StaysAndIsNeverOverwritten()
    {
        var path = _folder.File("mine.rdp");
        await Client("exit 0").RunAsync(Launch() with { FilePath = path }, default).WaitAsync(Patience);
        Assert.Equal(path, Kept("arguments").Split('\n')[0]);
        Assert.Equal(new RdpFile(Launch().Address, Launch().Login.Account).ToBytes(), await File.ReadAllBytesAsync(path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Client("exit 0").RunAsync(Launch() with { FilePath = path }, default));
        Assert.Equal(ErrorCondition.FileWriteFailed, error.Condition);
        Assert.Equal(path, error.Subject);
    }

    [SkippableFact]
    public async Task RunAsync_FilePathOfAnotherEnding_IsRefused() => Assert.Equal(
        ErrorCondition.ParameterInvalid,
        (await Assert.ThrowsAsync<Ec2KeyPairException>(() => Client("exit 0").RunAsync(Launch() with { FilePath = _folder.File("mine.txt") }, default))).Condition);

    [SkippableFact]
    public async Task RunAsync_Cancelled_EndsTheClientAndTakesTheFileAway()
    {
        using var stop = new CancellationTokenSource();
        var running = Client("echo up; exec sleep 600").RunAsync(Launch() with { Say = _ => stop.CancelAsync() }, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running).WaitAsync(Patience);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Kept("arguments").Split('\n')[0])));
    }

    [SkippableFact]
    public async Task RunAsync_NothingToStart_IsRdpClientNotFound()
    {
        Skip.If(OperatingSystem.IsWindows(), "FreeRDP is run where mstsc is not");
        var client = new FreeRdpClient(_folder.File("not-there"));
        Assert.Equal(ErrorCondition.RdpClientNotFound, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => client.RunAsync(Launch(), default))).Condition);
    }

    private string Kept(string name) => File.ReadAllText(_folder.File(name));

    private FreeRdpClient Client(string end, Dictionary<string, string>? inherited = null)
    {
        Skip.If(OperatingSystem.IsWindows(), "FreeRDP is run where mstsc is not, and there is no sh");
        var path = _folder.File("xfreerdp-" + Guid.NewGuid().ToString("N"));
        ProgramFile.Write(
            path,
            $"""
            #!/bin/sh
            dir=$(dirname "$0")
            printf '%s\n' "$@" > "$dir/arguments"
            env > "$dir/environment"
            cat > "$dir/input"
            cp "$1" "$dir/file"
            {end}

            """);
        return new FreeRdpClient(path, inherited);
    }
}
