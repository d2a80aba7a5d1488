using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Concurrency;

public sealed class FleetLimitTests
{
    [Theory]
    [InlineData("10", 3, true, 10)]
    [InlineData("0", 3, false, 0)]
    [InlineData("10%", 25, true, 3)]
    [InlineData("10%", 25, false, 2)]
    [InlineData("10%", 5, false, 0)]
    [InlineData("100%", 7, false, 7)]
    public void Of_NumberOrPart_IsCountedAsSystemsManagerDoes(string text, int total, bool roundsUp, int expected) =>
        Assert.Equal(expected, FleetLimit.Parse(text, "-MaxErrors").Of(total, roundsUp));

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("-1")]
    [InlineData("101%")]
    [InlineData("1.5")]
    [InlineData(" 5")]
    [InlineData("12345678")]
    public void Parse_AnythingElse_IsAnError(string text) =>
        Assert.Equal(ErrorCondition.ParameterInvalid, Assert.Throws<Ec2KeyPairException>(() => FleetLimit.Parse(text, "-MaxErrors")).Condition);
}
