using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Tests.Text;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain name", "plain name")]
    [InlineData("Größe 日本", "Größe 日本")]
    [InlineData("a\u001b[31mb", "a\\u001B[31mb")]
    [InlineData("a\nb", "a\\u000Ab")]
    [InlineData("a\u202eb", "a\\u202Eb")]
    [InlineData(null, "")]
    public void Text_Anybodys_IsHarmless(string? text, string expected) => Assert.Equal(expected, Printable.Text(text));

    [Fact]
    public void Text_Long_IsCut() => Assert.True(Printable.Text(new string('x', 100_000)).Length < 400);
}
