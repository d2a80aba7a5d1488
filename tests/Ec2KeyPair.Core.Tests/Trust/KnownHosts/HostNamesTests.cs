using Ec2KeyPair.Core.Trust.KnownHosts;

namespace Ec2KeyPair.Core.Tests.Trust.KnownHosts;

public sealed class HostNamesTests
{
    private const string Id = "i-0123456789abcdef0";

    [Theory]
    [InlineData(Id, true)]
    [InlineData("I-0123456789ABCDEF0", true)]
    [InlineData("web,i-0123456789abcdef0,192.0.2.7", true)]
    [InlineData("i-*", true)]
    [InlineData("*", true)]
    [InlineData("i-0123456789abcde??", true)]
    [InlineData("i-*,!i-0123456789abcdef0", false)]
    [InlineData("!i-0*,*", false)]
    [InlineData("!i-0123456789abcdef1,*", true)]
    [InlineData("i-0123456789abcdef", false)]
    [InlineData("[i-0123456789abcdef0]:2222", false)]
    [InlineData("|1|AAAA|BBBB", false)]
    [InlineData("|1||", false)]
    [InlineData("|1|not base64|x", false)]
    [InlineData("", false)]
    public void Match_Field_IsReadAsSshReadsIt(string field, bool expected)
    {
        Assert.Equal(expected, HostNames.Match(field, Id));
        if (field.Length > 0) Assert.Equal(expected, FoundBySshKeygen(field, Id));
    }

    [Theory]
    [InlineData("i-*", false)]
    [InlineData("web,i-0123456789abcdef0", true)]
    public void Name_Field_NamesOnlyTheHostItself(string field, bool expected) => Assert.Equal(expected, HostNames.Name(field, Id));

    [SkippableFact]
    public void Hashed_Host_IsFoundBySshKeygenAndNobodyElse()
    {
        var field = HostNames.Hashed(Id);
        Assert.True(HostNames.Match(field, Id));
        Assert.True(HostNames.Name(field, Id));
        Assert.False(HostNames.Match(field, "i-0123456789abcdef1"));
        Assert.NotEqual(field, HostNames.Hashed(Id));
        Skip.If(!Peers.Tool.SshKeygen.IsInstalled, "ssh-keygen is not installed");
        Assert.True(FoundBySshKeygen(field, Id));
        Assert.False(FoundBySshKeygen(field, "i-0123456789abcdef1"));
    }

    [Fact]
    public void Match_FieldBuiltToBeSlow_EndsSoon() =>
        Assert.False(HostNames.Match(string.Join("", Enumerable.Repeat("*i", 2000)) + "x", Id));

    private static bool FoundBySshKeygen(string field, string host)
    {
        if (!Peers.Tool.SshKeygen.IsInstalled) return HostNames.Match(field, host);
        using var folder = new Peers.TemporaryFolder();
        var file = folder.Write("known_hosts", System.Text.Encoding.ASCII.GetBytes($"{field} {TestKeys.Key()}\n"));
        return Peers.Tool.SshKeygen.Run("-F", host, "-f", file).ExitCode == 0;
    }
}
