using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Connect;

public sealed class PinnedHostKeysTests : IDisposable
{
    private const string Id = "i-0123456789abcdef0";
    private static readonly HostKeyLine Key = new("ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("i-*")]
    [InlineData("i-0123456789abcdef0,*")]
    [InlineData("i-0123456789abcdef0 ssh-ed25519 AAAA\n*")]
    public void Pin_NoInstanceId_IsArgumentUnsafeAndWritesNothing(string id)
    {
        var pins = new PinnedHostKeys(_folder.File("known_hosts"));
        Assert.Equal(ErrorCondition.ArgumentUnsafe, Assert.Throws<Ec2KeyPairException>(() => pins.Pin(id, [Key])).Condition);
        Assert.False(File.Exists(pins.Path));
    }

    [Fact]
    public void Pin_LastLineWithoutAnEnd_StartsALineOfItsOwn()
    {
        var pins = new PinnedHostKeys(_folder.File("known_hosts"));
        File.WriteAllText(pins.Path, "example.org ssh-ed25519 AAAA");
        pins.Pin(Id, [Key]);
        Assert.True(pins.Has(Id));
        Assert.Equal(["example.org ssh-ed25519 AAAA", $"{Id} {Key.KeyType} {Key.Blob}"], File.ReadAllLines(pins.Path));
    }
}
