using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.Tests.Connect;

public sealed class ConsoleHostKeysTests
{
    private const string Ed25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F";

    [Theory]
    [InlineData("")]
    [InlineData("ec2: ")]
    [InlineData("<14>May 10 22:18:34 cloud-init: ")]
    [InlineData("[   24.521] cloud-init[901]: ")]
    public void Parse_BlockWithPrefix_GivesTheKeys(string prefix)
    {
        var keys = ConsoleHostKeys.Parse(string.Join("\r\n",
            "noise",
            prefix + "-----BEGIN SSH HOST KEY KEYS-----",
            prefix + $"ssh-ed25519 {Ed25519} root@ip-172-31-0-1",
            prefix + "not a key",
            prefix + "-----END SSH HOST KEY KEYS-----",
            "login:"));
        Assert.Equal([new HostKeyLine("ssh-ed25519", Ed25519)], keys);
    }

    [Fact]
    public void Parse_UnfinishedBlock_GivesNothing() =>
        Assert.Empty(ConsoleHostKeys.Parse($"-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 {Ed25519} x\n"));

    [Fact]
    public void Parse_KeyOutsideTheBlock_IsNotTaken() =>
        Assert.Empty(ConsoleHostKeys.Parse($"ssh-ed25519 {Ed25519} x\n"));

    [Fact]
    public void Parse_SameBlockTwice_GivesTheKeys() =>
        Assert.Equal(Ed25519, Assert.Single(ConsoleHostKeys.Parse(Block(Ed25519) + Block(Ed25519))).Blob);

    [Fact]
    public void Parse_BlocksThatContradict_GiveNothing()
    {
        // The second may be echoed by a boot script that prints what others wrote.
        var other = Ed25519.Replace('J', 'K');
        Assert.Empty(ConsoleHostKeys.Parse(Block(Ed25519) + Block(other)));
        Assert.Empty(ConsoleHostKeys.Parse(Block(Ed25519) + Block(other) + Block(other)));
    }

    [Theory]
    [InlineData(Ed25519 + "AAAA")]
    [InlineData("AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ [   15.0] eth0: link up")]
    [InlineData("AAAAB3NzaC1yc2EAAAADAQABAAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b")]
    public void Parse_KeyThatIsNotWhole_IsNoKey(string blob) => Assert.Empty(ConsoleHostKeys.Parse(Block(blob)));

    [Theory]
    [InlineData("ssh-ed25519 AAAA\u001b[2J")]
    [InlineData("@cert-authority * ssh-ed25519")]
    [InlineData("ssh-dss AAAAB3NzaC1kc3MAAACBAAAAB3NzaC1kc3MAAACBAAAAB3NzaC1kc3M=")]
    public void Parse_HostileLine_IsNoKey(string line) =>
        Assert.Empty(ConsoleHostKeys.Parse($"-----BEGIN SSH HOST KEY KEYS-----\n{line}\n-----END SSH HOST KEY KEYS-----\n"));

    private static string Block(string blob) =>
        $"-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 {blob} root@x\n-----END SSH HOST KEY KEYS-----\n";
}
