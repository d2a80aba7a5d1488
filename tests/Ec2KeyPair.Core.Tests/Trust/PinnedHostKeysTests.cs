using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Store;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Tests.Trust;

public sealed class PinnedHostKeysTests : IDisposable
{
    private const string Id = "i-0123456789abcdef0";
    private const int Processes = 4;
    private static readonly int Pins = TestSize.Of("EC2KEYPAIR_PINS", 15);
    private static readonly DateTime Now = new(2026, 11, 25, 20, 40, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("known_hosts");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("i-*")]
    [InlineData("i-0123456789abcdef0,*")]
    [InlineData("i-0123456789abcdef0 ssh-ed25519 AAAA\n*")]
    [InlineData("i-0123456789abcdef0\n")]
    public void Pin_NoInstanceId_IsArgumentUnsafeAndWritesNothing(string id)
    {
        StoreFolder.Fails(ErrorCondition.ArgumentUnsafe, () => Pin(id, TestKeys.Key()));
        Assert.False(File.Exists(Path));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pin_Key_IsFoundBySshKeygen(bool hashed)
    {
        Assert.Equal(PinOutcome.Added, new PinnedHostKeys(Path).Pin(Id, TestKeys.Key(), HostKeyOrigin.Console, Now, hashed));
        Assert.Equal(PinOutcome.AlreadyThere, Pin(Id, TestKeys.Key()));
        Assert.Equal(hashed, !File.ReadAllText(Path).Contains(Id));
        var pin = Assert.Single(new PinnedHostKeys(Path).Of(Id).Valid);
        Assert.Equal((TestKeys.Key(), "Ec2KeyPair Console 2026-11-25T20:40:00Z", true), (pin.Key, pin.Comment, pin.IsOwn));
        Assert.Contains(TestKeys.Ed25519, Tool.SshKeygen.Run("-F", Id, "-f", Path).MustSucceed().Text);
        Assert.Contains(TestKeys.Key().Fingerprint, Tool.SshKeygen.Run("-l", "-F", Id, "-f", Path).MustSucceed().Text);
        Assert.Contains(TestKeys.Key().FingerprintMd5, Tool.SshKeygen.Run("-l", "-E", "md5", "-F", Id, "-f", Path).MustSucceed().Text);
        Assert.NotEqual(0, Tool.SshKeygen.Run("-F", "i-0123456789abcdef1", "-f", Path).ExitCode);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, StoreFolder.Mode(Path));
    }

    [SkippableFact]
    public void Of_FileThatSshKeygenHashed_FindsThePin()
    {
        Pin(Id, TestKeys.Key());
        Pin("i-0123456789abcdef1", TestKeys.Other());
        Tool.SshKeygen.Run("-H", "-f", Path).MustSucceed();
        Assert.DoesNotContain(Id, File.ReadAllText(Path));
        Assert.Equal(TestKeys.Key(), Assert.Single(new PinnedHostKeys(Path).Of(Id).Valid).Key);
        Assert.Equal(PinOutcome.Replaced, new PinnedHostKeys(Path).Pin(Id, TestKeys.Other(), HostKeyOrigin.Given, Now, mayReplace: TestKeys.Key().Equals));
        Assert.Equal(TestKeys.Other(), Assert.Single(new PinnedHostKeys(Path).Of(Id).Valid).Key);
        Assert.Equal(2, File.ReadAllLines(Path).Length);
    }

    [Fact]
    public void Pin_DifferentKey_ReplacesOnlyWhatItMay()
    {
        Pin(Id, TestKeys.Key());
        Pin(Id, TestKeys.EcdsaKey());
        var error = StoreFolder.Fails(ErrorCondition.HostKeyMismatch, () => Pin(Id, TestKeys.Other()));
        Assert.Contains(TestKeys.Key().Fingerprint, error.Message);
        Assert.Contains(TestKeys.Other().Fingerprint, error.Message);
        Assert.True(new PinnedHostKeys(Path).Of(Id).Has(TestKeys.Key()));
        Assert.Equal(PinOutcome.Replaced, new PinnedHostKeys(Path).Pin(Id, TestKeys.Other(), HostKeyOrigin.Given, Now, mayReplace: _ => true));
        Assert.Equal([TestKeys.EcdsaKey(), TestKeys.Other()], new PinnedHostKeys(Path).Of(Id).Valid.Select(pin => pin.Key));
    }

    [Fact]
    public void Pin_RevokedKey_IsRefused()
    {
        File.WriteAllText(Path, $"@revoked * {TestKeys.Key()}\n");
        StoreFolder.Fails(ErrorCondition.HostKeyRevoked, () => Pin(Id, TestKeys.Key()));
        Assert.Equal(PinOutcome.Added, Pin(Id, TestKeys.Other()));
        File.AppendAllText(Path, $"@revoked {Id} {TestKeys.Other()}\n");
        Assert.Empty(new PinnedHostKeys(Path).Of(Id).Valid);
    }

    [SkippableFact]
    public void Pin_FileOfTheUsers_KeepsItsModeAndItsLink()
    {
        StoreFolder.SkipOnWindows();
#if DESKTOP_CORE
        Skip.If(true, "the desktop build follows no links; EditedFileTests has what it does");
#endif
        Directory.CreateDirectory(_folder.File("dotfiles"));
        var file = _folder.File("dotfiles/known_hosts");
        File.WriteAllText(file, "# shared\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(Path, file);
        Pin(Id, TestKeys.Key());
        Assert.Equal(file, File.ResolveLinkTarget(Path, false)!.FullName);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, StoreFolder.Mode(file));
        Assert.StartsWith("# shared\n" + Id, File.ReadAllText(file));
    }

    [SkippableFact]
    public void Pin_FileOfAnotherUser_StaysThatUsers()
    {
        StoreFolder.SkipOnWindows();
        Skip.If(Environment.UserName != "root", "only root writes others' files");
        File.WriteAllText(Path, "# theirs\n");
        Tool.Named("chown").Run("12345:23456", Path).MustSucceed();
        Pin(Id, TestKeys.Key());
        Assert.Equal("12345:23456", Tool.Named("stat").Run("-c", "%u:%g", Path).MustSucceed().Text);
    }

    [Fact]
    public void Pin_NoFolderYet_IsMadePrivately()
    {
        var path = _folder.File("home/.ssh/known_hosts");
        new PinnedHostKeys(path).Pin(Id, TestKeys.Key(), HostKeyOrigin.Given, Now);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.None, StoreFolder.Mode(System.IO.Path.GetDirectoryName(path)!) & StoreFolder.Others);
    }

    [Fact]
    public void Of_FolderInPlaceOfTheFile_IsFileReadFailed()
    {
        Directory.CreateDirectory(Path);
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => new PinnedHostKeys(Path).Of(Id));
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => Pin(Id, TestKeys.Key()));
    }

    [Fact]
    public async Task Pin_ManyProcessesAtOnce_LoseNoLine()
    {
        var foreign = Enumerable.Range(0, 40).Select(i => $"host{i}.example.org {TestKeys.Number(i)} comment {i}\n").ToList();
        await File.WriteAllTextAsync(Path, string.Concat(foreign.Take(20)));
        var children = Enumerable.Range(0, Processes).Select(i => CrashChild.Start("pin", Path, $"{i * 1000}", $"{Pins}")).ToList();
        var outputs = children.Select(child => child.StandardOutput.ReadToEndAsync()).ToList();
        foreach (var child in children)
        {
            await child.WaitForExitAsync();
            Assert.Equal(0, child.ExitCode);
        }

        var steps = (await Task.WhenAll(outputs)).SelectMany(CrashChild.Lines).ToList();
        Assert.Equal(Processes * Pins, steps.Count);
        AssertPinned(steps);
        var text = await File.ReadAllTextAsync(Path);
        Assert.StartsWith(string.Concat(foreign.Take(20)), text);
        Assert.Equal(20 + steps.Count, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Pin_WritersKilledAtAnyMoment_LeaveAWholeFile()
    {
        const string Foreign = "# mine\nexample.org ssh-ed25519 broken";
        await File.WriteAllTextAsync(Path, Foreign);
        var random = new Random(4711);
        var steps = new List<string[]>();
        for (var round = 0; round < Math.Max(4, Pins / 2); round++)
        {
            using var child = CrashChild.Start("pin", Path, $"{(round + 1) * 10_000}", "5000");
            var output = new StringBuilder();
            for (var i = random.Next(1, 6); i > 0; i--) output.Append(await child.StandardOutput.ReadLineAsync()).Append('\n');
            for (var spins = random.Next(0, 20_000); spins > 0; spins--) Thread.SpinWait(1);
            child.Kill();
            output.Append(await child.StandardOutput.ReadToEndAsync());
            await child.WaitForExitAsync();
            steps.AddRange(CrashChild.Lines(output.ToString()));
        }

        Assert.NotEmpty(steps);
        AssertPinned(steps);
        var lines = await File.ReadAllLinesAsync(Path);
        Assert.Equal(Foreign.Split('\n'), lines.Take(2));
        Assert.All(lines.Skip(2), line => Assert.Matches("^(i-[0-9a-f]{17}|\\|1\\|\\S+) ssh-ed25519 \\S{68} Ec2KeyPair Console \\S{20}$", line));
        Assert.Equal(PinOutcome.Added, Pin(Id, TestKeys.Key())); // No lock has stayed behind.
    }

    private void AssertPinned(List<string[]> steps)
    {
        var pins = new PinnedHostKeys(Path);
        foreach (var step in steps) Assert.Equal(step[2], Assert.Single(pins.Of(step[1]).Valid).Key.Base64);
    }

    private PinOutcome Pin(string id, HostKey key) => new PinnedHostKeys(Path).Pin(id, key, HostKeyOrigin.Given, Now);
}
