using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Ec2KeyPair.Core.Tests.Store;

public sealed class KeyFileNameTests
{
    private static readonly string[] Devices = ["con", "prn", "aux", "nul", "com1", "lpt9", "com0"];

    [Theory]
    [InlineData("web")]
    [InlineData("web-1.prod_2")]
    [InlineData("0")]
    public void For_PlainName_IsTheName(string name) => Assert.Equal(name, KeyFileName.For(name));

    [Theory]
    [InlineData("Web")]
    [InlineData("con")]
    [InlineData("nul.txt")]
    [InlineData("com1.x")]
    [InlineData("web.")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData(".lock")]
    [InlineData("-web")]
    [InlineData("../../etc/passwd")]
    [InlineData("C:\\x")]
    [InlineData("a b")]
    [InlineData("~")]
    public void For_AnyOtherName_IsHashed(string name)
    {
        Assert.True(KeyFileName.IsHashed(KeyFileName.For(name)), KeyFileName.For(name));
        Assert.False(KeyFileName.IsPlain(KeyFileName.For(name)));
    }

    [Fact]
    public void For_NameThatLooksLikeAHash_IsHashedAgain()
    {
        var hashed = KeyFileName.For("Web");
        Assert.NotEqual(hashed, KeyFileName.For(hashed));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" web")]
    [InlineData("web ")]
    [InlineData("wеb")] // A Cyrillic e.
    [InlineData("web\n")]
    [InlineData("web\0")]
    [InlineData("web\u202e")]
    public void For_NameThatEc2Refuses_IsKeyNameInvalid(string name) =>
        StoreFolder.Fails(ErrorCondition.KeyNameInvalid, () => KeyFileName.For(name));

    [Fact]
    public void For_256Characters_IsKeyNameInvalid()
    {
        Assert.InRange(KeyFileName.For(new string('x', 255)).Length, 1, 200);
        StoreFolder.Fails(ErrorCondition.KeyNameInvalid, () => KeyFileName.For(new string('x', 256)));
    }

    [Property(MaxTest = 2000)]
    public Property For_AnyName_IsAFileNameOnEverySystem() => Prop.ForAll(Names(), name =>
    {
        var file = KeyFileName.For(name) + ".json";
        return Encoding.UTF8.GetByteCount(file) <= 255
            && file.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '.' or '_' or '-' or '~')
            && file[0] != '.'
            && !Devices.Contains(file.Split('.')[0])
            && Path.GetFullPath(Path.Combine("/store", file)) == Path.GetFullPath("/store/" + file)
            && Path.GetDirectoryName(Path.GetFullPath(Path.Combine("/store", file))) == Path.GetFullPath("/store");
    });

    [Property(MaxTest = 2000)]
    public Property For_TwoNames_NeverMeetAlsoWhereCaseDoesNotCount() => Prop.ForAll(Pairs(), pair =>
        pair.Item1 == pair.Item2
        || !string.Equals(KeyFileName.For(pair.Item1), KeyFileName.For(pair.Item2), StringComparison.OrdinalIgnoreCase));

    private static Arbitrary<string> Names() => Name().ToArbitrary();

    // Unrelated names, and those that differ in one character, in case, or at the end only.
    private static Arbitrary<(string, string)> Pairs() => Gen.OneOf(
        Name().SelectMany(left => Name(), (left, right) => (left, right)),
        Name().Select(name => (name, name.ToUpperInvariant())),
        Name().Select(name => (name, name.ToLowerInvariant())),
        Name().Select(name => (name, name.Length < 255 ? name + "." : name[..^1] + ".")),
        Name().Select(name => (name, KeyFileName.For(name))),
        Name().Select(name => (name, name.Replace('/', '_')))).ToArbitrary();

    private static Gen<string> Name() => Gen.OneOf(
        Text(Gen.Choose(' ', '~').Select(c => (char)c)),
        Text(Gen.Elements('a', 'A', '.', '/', '\\', '~', '_', '-', '1')),
        Gen.Elements(Devices).SelectMany(device => Gen.Elements("", ".", ".txt", "1"), (device, rest) => device + rest));

    private static Gen<string> Text(Gen<char> characters) =>
        Gen.Choose(1, 255).SelectMany(length => characters.ArrayOf(length)).Select(text => new string(text).Trim(' ')).Where(text => text.Length > 0);
}
