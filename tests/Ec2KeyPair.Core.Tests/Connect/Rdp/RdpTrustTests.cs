using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Trust;
using static Ec2KeyPair.Core.Tests.Connect.Rdp.RdpFixture;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

public sealed class RdpTrustTests : IDisposable
{
    private static readonly RdpCertificate Other = Certificate with { Sha1 = new string('A', 40), Sha256 = new string('B', 64), Subject = "CN=evil\u001b[31m" };
    private readonly TemporaryFolder _folder = new();

    private RdpPins Pins => new(_folder.File("known_rdp"), _folder.File(".lock"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DecideAsync_ConsoleTellsIt_IsAcceptedAndRemembered()
    {
        var console = Console(Certificate.Sha1.ToLowerInvariant());
        await new RdpTrust(console, Pins, null).DecideAsync(Id, Certificate, HostKeyPolicy.Verified, default);
        Assert.Equal($"{Id} sha256:{Certificate.Sha256} sha1:{Certificate.Sha1}\n", await File.ReadAllTextAsync(Pins.Path));
        await new RdpTrust(console, Pins, null).DecideAsync(Id, Certificate, HostKeyPolicy.Verified, default);
        Assert.Equal(1, console.Looks);
    }

    [Theory]
    [InlineData(HostKeyPolicy.Default)]
    [InlineData(HostKeyPolicy.Verified)]
    [InlineData(HostKeyPolicy.TrustOnFirstUse)]
    public async Task DecideAsync_ConsoleTellsAnother_IsRefusedWhateverThePolicy(HostKeyPolicy policy)
    {
        var asked = false;
        var trust = new RdpTrust(Console(Certificate.Sha1), Pins, (_, _) => Task.FromResult(asked = true));
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => trust.DecideAsync(Id, Other, policy, default));
        Assert.Equal(ErrorCondition.RdpCertificateMismatch, error.Condition);
        Assert.Contains(Certificate.Sha1, error.Message);
        Assert.Contains(Other.Sha1, error.Message);
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.Equal(Id, error.Subject);
        Assert.Contains(Pins.Path, error.Mend);
        Assert.False(asked);
        Assert.False(File.Exists(Pins.Path));
    }

    [Theory]
    [InlineData(HostKeyPolicy.Default)]
    [InlineData(HostKeyPolicy.TrustOnFirstUse)]
    public async Task DecideAsync_AnotherIsRememberedAndTheConsoleIsSilent_IsRefused(HostKeyPolicy policy)
    {
        Pins.Pin(Id, Certificate);
        var trust = new RdpTrust(new ConsoleOnly(""), Pins, (_, _) => Task.FromResult(true));
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => trust.DecideAsync(Id, Other, policy, default));
        Assert.Equal(ErrorCondition.RdpCertificateMismatch, error.Condition);
        Assert.Contains(Certificate.Sha1, error.Message);
    }

    [Fact]
    public async Task DecideAsync_PolicyToRefuse_GoesByWhatIsRememberedAlone()
    {
        var console = Console(Certificate.Sha1);
        var trust = new RdpTrust(console, Pins, (_, _) => Task.FromResult(true));
        var unknown = await Assert.ThrowsAsync<Ec2KeyPairException>(() => trust.DecideAsync(Id, Certificate, HostKeyPolicy.Refuse, default));
        Assert.Equal(ErrorCondition.RdpCertificateUnknown, unknown.Condition);
        Pins.Pin(Id, Certificate);
        await trust.DecideAsync(Id, Certificate, HostKeyPolicy.Refuse, default);
        var other = await Assert.ThrowsAsync<Ec2KeyPairException>(() => trust.DecideAsync(Id, Other, HostKeyPolicy.Refuse, default));
        Assert.Equal(ErrorCondition.RdpCertificateMismatch, other.Condition);
        Assert.Equal(0, console.Looks);
    }

    [Fact]
    public async Task DecideAsync_RenewedAndTheConsoleTellsIt_IsAcceptedAndRemembered()
    {
        Pins.Pin(Id, Certificate);
        await new RdpTrust(Console(Other.Sha1), Pins, null).DecideAsync(Id, Other, HostKeyPolicy.Verified, default);
        Assert.Equal(Other.Sha256, Pins.Find(Id)!.Sha256);
    }

    /// <summary>Windows has renewed its certificate without a restart, and the user has compared the new one.</summary>
    [Fact]
    public async Task DecideAsync_UserPutItIntoTheFile_GoesBeforeAnOldConsole()
    {
        await File.WriteAllTextAsync(Pins.Path, $"# mine\n{Id} sha256:{Other.Sha256.ToLowerInvariant()}\n");
        await new RdpTrust(Console(Certificate.Sha1), Pins, null).DecideAsync(Id, Other, HostKeyPolicy.Verified, default);
    }

    [Fact]
    public async Task DecideAsync_NothingTells_AsksOnceWhereAPersonCanAnswer()
    {
        var shown = new List<RdpCertificate>();
        Task<bool> Ask(string id, RdpCertificate certificate)
        {
            shown.Add(certificate);
            return Task.FromResult(true);
        }

        var console = new ConsoleOnly("nothing of use");
        await new RdpTrust(console, Pins, Ask).DecideAsync(Id, Certificate, HostKeyPolicy.Default, default);
        await new RdpTrust(console, Pins, Ask).DecideAsync(Id, Certificate, HostKeyPolicy.Default, default);
        Assert.Equal([Certificate], shown);
    }

    [Fact]
    public async Task DecideAsync_NothingTellsAndThePersonSaysNo_IsRefusedAndNotRemembered()
    {
        var trust = new RdpTrust(new ConsoleOnly(""), Pins, (_, _) => Task.FromResult(false));
        await UnknownAsync(trust, HostKeyPolicy.Default);
    }

    [Fact]
    public async Task DecideAsync_NothingTellsAndNobodyIsThere_IsRefusedUnlessTrusted()
    {
        var trust = new RdpTrust(new ConsoleOnly(""), Pins, null);
        await UnknownAsync(trust, HostKeyPolicy.Default);
        await UnknownAsync(trust, HostKeyPolicy.Verified);
        await trust.DecideAsync(Id, Certificate, HostKeyPolicy.TrustOnFirstUse, default);
        await trust.DecideAsync(Id, Certificate, HostKeyPolicy.Verified, default);
        Assert.Equal(
            ErrorCondition.RdpCertificateMismatch,
            (await Assert.ThrowsAsync<Ec2KeyPairException>(() => trust.DecideAsync(Id, Other, HostKeyPolicy.TrustOnFirstUse, default))).Condition);
    }

    [Fact]
    public async Task DecideAsync_Verified_NeverAsks()
    {
        var trust = new RdpTrust(new ConsoleOnly(""), Pins, (_, _) => throw new InvalidOperationException("asked"));
        await UnknownAsync(trust, HostKeyPolicy.Verified);
    }

    [Fact]
    public void Pin_LinesOfOthersAndOfPeople_Stay()
    {
        File.WriteAllText(Pins.Path, $"# why\r\ni-00000000000000001 sha256:{Other.Sha256} sha1:{Other.Sha1}\r\n{Id} sha256:{Other.Sha256}\r\nsomething else");
        Pins.Pin(Id, Certificate);
        Assert.Equal(
            ["# why", $"i-00000000000000001 sha256:{Other.Sha256} sha1:{Other.Sha1}", "something else", $"{Id} sha256:{Certificate.Sha256} sha1:{Certificate.Sha1}"],
            File.ReadAllLines(Pins.Path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Pins.Path));
    }

    [Fact]
    public async Task Pin_ManyWritersAtOnce_LoseNone()
    {
        var ids = Enumerable.Range(0, 40).Select(i => $"i-{i:x17}").ToList();
        await Task.WhenAll(ids.Select(id => Task.Run(() => Pins.Pin(id, Certificate))));
        Assert.All(ids, id => Assert.Equal(Certificate.Sha256, Pins.Find(id)!.Sha256));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("i-0123456789abcdef0\nx")]
    [InlineData("")]
    public void Pin_NoInstanceId_IsRefused(string id) =>
        Assert.Equal(ErrorCondition.ArgumentUnsafe, Assert.Throws<Ec2KeyPairException>(() => Pins.Pin(id, Certificate)).Condition);

    private static ConsoleOnly Console(string thumbprint) => new($"2026/11/23 22:23:09Z: RDPCERTIFICATE-THUMBPRINT: {thumbprint}\r\n");

    private async Task UnknownAsync(RdpTrust trust, HostKeyPolicy policy)
    {
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => trust.DecideAsync(Id, Certificate, policy, default));
        Assert.Equal(ErrorCondition.RdpCertificateUnknown, error.Condition);
        Assert.Contains(Certificate.Sha1, error.Message);
        Assert.False(File.Exists(Pins.Path));
    }
}
