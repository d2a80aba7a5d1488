using System.Text;
using Ec2KeyPair.Core.Trust.KnownHosts;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Ec2KeyPair.Core.Tests.Trust.KnownHosts;

public sealed class KnownHostsTextTests
{
    private const string Id = "i-0123456789abcdef0";

    [Property(MaxTest = 1000)]
    public bool Read_AnyBytes_AreWrittenAsTheyWere(byte[] content) => Write(content).SequenceEqual(content);

    /// <summary>Whatever stands in the file: an edit leaves every line alone that is not the instance's own of that key type.</summary>
    [Property(MaxTest = 1000)]
    public Property With_AnyFile_ChangesTheInstancesOwnLinesOnly() => Prop.ForAll(Files().ToArbitrary(), content =>
    {
        var before = KnownHostsText.Read(content);
        var own = before.Naming(Id).Where(line => line.Key!.KeyType == "ssh-ed25519").ToHashSet();
        var after = KnownHostsText.Read(before.With(Id, TestKeys.Other(), hashed: false, "c").ToBytes());
        var foreign = before.Lines.Where(line => !own.Contains(line)).Select(Trimmed).ToList();
        var kept = after.Lines.Take(after.Lines.Count - 1).Select(Trimmed).ToList();
        // What is left of a line that names others too stands among the kept ones.
        var rest = own.Select(line => HostNames.Without(line.Names, Id)).Count(names => names.Length > 0);
        Assert.Equal(foreign.Count + rest, kept.Count);
        Assert.Empty(foreign.Except(kept));
        if (rest == 0) Assert.Equal(foreign, kept);
        Assert.Equal(TestKeys.Other(), Assert.Single(after.Naming(Id), line => line.Key!.KeyType == "ssh-ed25519").Key);
        Assert.Equal(after.Lines.Select(Trimmed), after.With(Id, TestKeys.Other(), hashed: false, "c").Lines.Select(Trimmed));
    });

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void With_FileOfThatLineEnd_KeepsIt(string end)
    {
        var text = KnownHostsText.Read(Encoding.ASCII.GetBytes($"# mine{end}example.org {TestKeys.Key()}")).With(Id, TestKeys.Key(), false, "");
        Assert.Equal($"# mine{end}example.org {TestKeys.Key()}\n{Id} {TestKeys.Key()}\n".Replace("\n", end).Replace("\r\r", "\r"), Encoding.ASCII.GetString(text.ToBytes()));
    }

    [Fact]
    public void With_LineThatNamesOthersToo_LeavesThemTheirKey()
    {
        var text = KnownHostsText.Read(Encoding.ASCII.GetBytes($"web,{Id},192.0.2.7   {TestKeys.Key()} my comment\n")).With(Id, TestKeys.Other(), false, "");
        Assert.Equal($"web,192.0.2.7   {TestKeys.Key()} my comment\n{Id} {TestKeys.Other()}\n", Encoding.ASCII.GetString(text.ToBytes()));
    }

    [Fact]
    public void For_Markers_AreToldApart()
    {
        var text = KnownHostsText.Read(Encoding.ASCII.GetBytes(
            $"@cert-authority i-* {TestKeys.Key()}\n@revoked * {TestKeys.Other()}\n@unknown * {TestKeys.Key()}\n@revoked @cert-authority * {TestKeys.Key()}\n{Id} {TestKeys.EcdsaKey()} c d\n"));
        Assert.Equal(
            [KnownHostsMarker.CertificateAuthority, KnownHostsMarker.Revoked, KnownHostsMarker.None],
            text.For(Id).Select(line => line.Marker));
        Assert.Equal("c d", Assert.Single(text.Naming(Id)).Comment);
    }

    private static byte[] Write(byte[] content) => KnownHostsText.Read(content).ToBytes();

    private static string Trimmed(KnownHostsLine line) => Encoding.Latin1.GetString(line.Content).TrimEnd('\r', '\n');

    private static Gen<byte[]> Files()
    {
        var names = Gen.Elements(Id, "web," + Id, "*", "i-*", "!" + Id + ",*", "example.org,192.0.2.1", "[example.org]:2222", HostNames.Hashed(Id), HostNames.Hashed("x"), "|1|x|y", "\u00e4\u00f6");
        var keys = Gen.Elements(TestKeys.Key().ToString(), TestKeys.Other().ToString(), TestKeys.EcdsaKey().ToString(), "ssh-dss AAAA", "1024 35 1234567", "ssh-ed25519", "");
        var starts = Gen.Elements("", " ", "\t", "#", "@cert-authority ", "@revoked\t", "@x ", "@revoked @revoked ");
        var ends = Gen.Elements("\n", "\r\n", "\n\n", " comment\n", "  # x \r\n", "");
        var entry = from start in starts from name in names from blank in Gen.Elements(" ", "\t", "  ") from key in keys from end in ends select start + name + blank + key + end;
        var noise = Gen.Elements("\0\n", "\r", "\u00ff\u00fe", "# c\n", "");
        return from parts in Gen.Frequency((9, entry), (1, noise)).ListOf() select Encoding.Latin1.GetBytes(string.Concat(parts));
    }
}
