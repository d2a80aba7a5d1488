using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;

namespace Ec2KeyPair.Core.Tests.KeyPairs;

public sealed class ParameterNamesTests
{
    [Fact]
    public void OfKeyName_AnyName_IsAParameterNameOfItsOwnAndLeadsBack()
    {
        string[] names = ["web", "Web", "we/b", "we_2Fb", "we_b", "../aws", "a b", "{{x}}", new string('_', 255), new string(' ', 0) + "~"];
        var parameters = names.Select(ParameterNames.OfKeyName).ToList();
        Assert.Equal(names.Length, parameters.Distinct(StringComparer.Ordinal).Count());
        Assert.All(parameters, parameter => Assert.Matches(new Regex("^/ec2keypair/[a-zA-Z0-9_.-]{1,998}$"), parameter));
        Assert.Equal(names, parameters.Select(ParameterNames.KeyNameOf));
    }

    [Theory]
    [InlineData("/team/keys/web_2Fprod", "web_2Fprod")]
    [InlineData("web", "web")]
    public void KeyNameOf_OthersParameter_IsItsLastPart(string parameter, string expected) =>
        Assert.Equal(expected, ParameterNames.KeyNameOf(parameter));

    [Fact]
    public void OfKeyName_NoKeyName_IsRefused() =>
        Assert.Equal(ErrorCondition.KeyNameInvalid, Assert.Throws<Ec2KeyPairException>(() => ParameterNames.OfKeyName("w\u00e9b")).Condition);
}
