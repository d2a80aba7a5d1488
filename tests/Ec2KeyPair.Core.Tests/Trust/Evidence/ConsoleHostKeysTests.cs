using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;

namespace Ec2KeyPair.Core.Tests.Trust.Evidence;

public sealed class ConsoleHostKeysTests
{
    private const string Ed25519 = TestKeys.Ed25519;
    private static readonly string Print = TestKeys.Key().Fingerprint;

    [Theory]
    [InlineData("")]
    [InlineData("ec2: ")]
    [InlineData("<14>May 10 22:18:34 cloud-init: ")]
    [InlineData("<14>May  1 02:18:34 ec2: ")]
    [InlineData("May  6 02:57:58 ip-10-116-2-239 ec2[1441]: ")]
    [InlineData("<14>1 2026-05-06T02:57:58.123456+00:00 freebsd ec2 - - - ")]
    [InlineData("2026-05-06T02:57:58.123456+00:00 ip-10-0-0-1 cloud-init[901]: ")]
    [InlineData("[   24.521] cloud-init[901]: ")]
    [InlineData("[   24.521432] ")]
    public void Parse_BlocksWithPrefix_GiveKeysAndFingerprints(string prefix)
    {
        Assert.Equal([TestKeys.Key()], ConsoleHostKeys.Parse(Console(prefix, KeyBlock($"ssh-ed25519 {Ed25519} root@ip-172-31-0-1", "not a key"))).Keys);
        var prints = ConsoleHostKeys.Parse(Console(prefix, PrintBlock($"256 {Print} no comment (ED25519)", "+--[ED25519 256]--+"))).Fingerprints;
        Assert.Equal([new HostKeyFingerprint("ssh-ed25519", 256, Print)], prints);
    }

    /// <summary>What programs print that pass on what strangers send: the block's marks behind their own.</summary>
    [Theory]
    [InlineData("<38>May 10 22:18:34 sshd[812]: Invalid user ")]
    [InlineData("May 10 22:18:34 ip-10-0-0-1 sshd[812]: ")]
    [InlineData("ip-10-0-0-1 login: ")]
    [InlineData("[   24.521] httpd[901]: ")]
    [InlineData("myapp: ec2: ")]
    [InlineData("x")]
    public void Parse_BlockOfAnotherProgram_GivesNothing(string prefix) =>
        Assert.True(ConsoleHostKeys.Parse(Console(prefix, KeyBlock($"ssh-ed25519 {Ed25519} x"))).IsEmpty);

    [Theory]
    [InlineData("2048 f1:40:a7:4e:0f:28:8d:12:21:59:f1:ff:03:5f:63:54 /etc/ssh/ssh_host_rsa_key.pub (RSA)", "ssh-rsa", 2048, "MD5:f1:40:a7:4e:0f:28:8d:12:21:59:f1:ff:03:5f:63:54")]
    [InlineData("256 98:c4:86:02:4e:f3:47:b4:04:d6:46:86:31:6b:5c:1c  root@ip-172-31-70-225 (ECDSA)", "ecdsa-sha2-nistp256", 256, "MD5:98:c4:86:02:4e:f3:47:b4:04:d6:46:86:31:6b:5c:1c")]
    [InlineData("521 SHA256:l4UB/neBad9tvkgJf1QZWxheQmR59WgrgzEimCG6kZY no comment (ECDSA)", "ecdsa-sha2-nistp521", 521, "SHA256:l4UB/neBad9tvkgJf1QZWxheQmR59WgrgzEimCG6kZY")]
    [InlineData("3072 SHA256:GYvOtfpGNz7ILw0XZPkKOVZZZ/rRmafsDE1vcq5vptA root@vm1 (RSA)", "ssh-rsa", 3072, "SHA256:GYvOtfpGNz7ILw0XZPkKOVZZZ/rRmafsDE1vcq5vptA")]
    public void Parse_FingerprintOfAnyOpenSsh_IsRead(string line, string type, int bits, string text) =>
        Assert.Equal([new HostKeyFingerprint(type, bits, text)], ConsoleHostKeys.Parse(Console("ec2: ", PrintBlock(line))).Fingerprints);

    [Theory]
    [InlineData("1024 SHA256:XtiIx3+4O9dXfAapcvgVy9bTY0AadTx67JgIirP8fDU root@vm1 (DSA)")]
    [InlineData("256 SHA256:XtiIx3+4O9dXfAapcvgVy9bTY0AadTx67JgIirP8fD root@vm1 (ED25519)")]
    [InlineData("255 SHA256:XtiIx3+4O9dXfAapcvgVy9bTY0AadTx67JgIirP8fDU root@vm1 (ECDSA)")]
    [InlineData("256 SHA256:XtiIx3+4O9dXfAapcvgVy9b [   20.1] eth0: link up")]
    [InlineData("256 98:C4:86:02:4e:f3:47:b4:04:d6:46:86:31:6b:5c root@x (ECDSA)")]
    public void Parse_FingerprintThatHelpsNobody_IsLeftOut(string line) =>
        Assert.True(ConsoleHostKeys.Parse(Console("", PrintBlock(line))).IsEmpty);

    [Fact]
    public void Parse_BothBlocks_GiveTheFingerprintsWithoutKeyOnly()
    {
        const string Rsa = "3072 SHA256:GYvOtfpGNz7ILw0XZPkKOVZZZ/rRmafsDE1vcq5vptA root@vm1 (RSA)";
        var told = ConsoleHostKeys.Parse(Console("<14>Jan  6 15:27:31 cloud-init: ", PrintBlock($"256 {Print} root@vm1 (ED25519)", Rsa)) + KeyBlock($"ssh-ed25519 {Ed25519} root@vm1"));
        Assert.Equal([TestKeys.Key()], told.Keys);
        Assert.Equal("ssh-rsa", Assert.Single(told.Fingerprints).KeyType);
    }

    [Fact]
    public void Parse_KernelLinesAndCarriageReturnsInBetween_GiveTheKeys()
    {
        var block = KeyBlock($"ssh-ed25519 {Ed25519} root@vm1").Replace("\n", "\r\n[   20.123456] IPv6: ADDRCONF(NETDEV_UP): eth0: link is not ready\r\n");
        Assert.Equal([TestKeys.Key()], ConsoleHostKeys.Parse(block).Keys);
    }

    [Theory]
    [InlineData("-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 " + Ed25519 + " x\n")]
    [InlineData("ssh-ed25519 " + Ed25519 + " x\n-----END SSH HOST KEY KEYS-----\n")]
    [InlineData("-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 " + Ed25519 + " x\n-----BEGIN SSH HOST KEY FINGERPRINTS-----\n-----END SSH HOST KEY KEYS-----\n")]
    [InlineData("-----BEGIN SSH HOST KEY KEYS----- \nssh-ed25519 " + Ed25519 + " x\n-----END SSH HOST KEY KEYS-----x\n")]
    public void Parse_BlockThatIsNotWhole_GivesNothing(string output) => Assert.True(ConsoleHostKeys.Parse(output).IsEmpty);

    [Fact]
    public void Parse_SameBlockTwice_GivesTheKeys() =>
        Assert.Equal(TestKeys.Key(), Assert.Single(ConsoleHostKeys.Parse(KeyBlock($"ssh-ed25519 {Ed25519} a") + KeyBlock($"ssh-ed25519 {Ed25519} b")).Keys));

    [Fact]
    public void Parse_BlocksThatContradict_GiveNothing()
    {
        // The second may be echoed by a boot script that prints what others wrote.
        var mine = KeyBlock($"ssh-ed25519 {Ed25519} x");
        var other = KeyBlock($"ssh-ed25519 {TestKeys.Ed25519Other} x");
        var otherPrint = PrintBlock($"256 {TestKeys.Other().Fingerprint} x (ED25519)");
        foreach (var output in new[] { mine + other, mine + other + other, other + mine, mine + otherPrint, otherPrint + PrintBlock($"256 {Print} x (ED25519)") })
        {
            var told = ConsoleHostKeys.Parse(output);
            Assert.True(told.IsContradictory);
            Assert.True(told.IsEmpty);
        }
    }

    /// <summary>A second block can't slip in a key of a type that the first one has not.</summary>
    [Fact]
    public void Parse_SecondBlockWithAnotherType_CountsForNothing()
    {
        var forged = KeyBlock($"ssh-ed25519 {Ed25519} x", "ecdsa-sha2-nistp256 " + TestKeys.Ecdsa);
        Assert.Equal([TestKeys.Key()], ConsoleHostKeys.Parse(KeyBlock($"ssh-ed25519 {Ed25519} x") + forged).Keys);
        var strangers = ConsoleHostKeys.Parse(KeyBlock($"ssh-ed25519 {Ed25519} x") + KeyBlock("ecdsa-sha2-nistp256 " + TestKeys.Ecdsa));
        Assert.True(strangers.IsEmpty);
        Assert.True(strangers.IsContradictory);
    }

    /// <summary>FreeBSD prints fingerprints only: a block of keys beside them is somebody else's.</summary>
    [Fact]
    public void Parse_KeyWithoutFingerprintAmongFingerprints_IsNotTrusted()
    {
        var told = ConsoleHostKeys.Parse(PrintBlock($"256 {Print} x (ED25519)") + KeyBlock("ecdsa-sha2-nistp256 " + TestKeys.Ecdsa));
        Assert.Empty(told.Keys);
        Assert.Equal("ssh-ed25519", Assert.Single(told.Fingerprints).KeyType);
    }

    [Theory]
    [InlineData("ssh-ed25519 " + Ed25519 + "AAAA")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ [   15.0] eth0: link up")]
    [InlineData("ssh-rsa " + Ed25519)]
    [InlineData("ssh-ed25519 AAAA\u001b[2J")]
    [InlineData("@cert-authority * ssh-ed25519 " + Ed25519)]
    [InlineData("ssh-dss AAAAB3NzaC1kc3MAAACBAAAAB3NzaC1kc3MAAACBAAAAB3NzaC1kc3M=")]
    public void Parse_HostileOrBrokenKey_IsNoKey(string line) => Assert.True(ConsoleHostKeys.Parse(KeyBlock(line)).IsEmpty);

    [Fact]
    public void Parse_LongAndHostileOutput_EndsSoon()
    {
        var output = string.Concat(Enumerable.Repeat("<14>" + new string('a', 300) + " " + new string(' ', 50) + "[ 1.1] ec2", 180)) + "\n";
        Assert.True(ConsoleHostKeys.Parse(output + string.Concat(Enumerable.Repeat("[ 1.1] [ 1.1] ", 4000))).IsEmpty);
    }

    private static string Console(string prefix, string block) =>
        "[    0.000000] Linux version 6.1\n" + string.Concat(block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => prefix + line + "\r\n")) + "login: \n";

    private static string KeyBlock(params string[] lines) => Block("KEYS", lines);

    private static string PrintBlock(params string[] lines) => Block("FINGERPRINTS", lines);

    private static string Block(string what, string[] lines) =>
        $"-----BEGIN SSH HOST KEY {what}-----\n{string.Concat(lines.Select(line => line + "\n"))}-----END SSH HOST KEY {what}-----\n";
}
