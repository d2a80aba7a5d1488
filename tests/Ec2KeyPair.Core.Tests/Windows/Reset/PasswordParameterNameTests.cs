using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class PasswordParameterNameTests
{
    [Theory]
    [InlineData("/fleet/{InstanceId}/administrator", "Administrator", "/fleet/i-0123456789abcdef0/administrator")]
    [InlineData("{InstanceId}", "Administrator", "i-0123456789abcdef0")]
    [InlineData("/p/{InstanceId}/{UserName}", "Administrador", "/p/i-0123456789abcdef0/Administrador")]
    [InlineData("/p/{InstanceId}/{UserName}", "svc backup", "/p/i-0123456789abcdef0/svc_0020backup")]
    [InlineData("/p/{InstanceId}/{UserName}", "J\u00e4rvi", "/p/i-0123456789abcdef0/J_00E4rvi")]
    [InlineData("/p/{InstanceId}/{UserName}", "a_b", "/p/i-0123456789abcdef0/a_005Fb")]
    public void For_Account_FillsTheTemplate(string template, string account, string expected) =>
        Assert.Equal(expected, PasswordParameterName.Parse(template).For("i-0123456789abcdef0", account));

    [Theory]
    [InlineData("/fleet/administrator", "{InstanceId}")]
    [InlineData("/fleet/{instanceid}/x", "{InstanceId}")]
    [InlineData("/fleet/{InstanceId}/{Other}", "letters")]
    [InlineData("/fleet/{InstanceId} x", "letters")]
    [InlineData("/fleet//{InstanceId}", "letters")]
    [InlineData("/fleet/{InstanceId}/", "letters")]
    [InlineData("fleet/{InstanceId}", "begin with '/'")]
    [InlineData("/aws/{InstanceId}", "keeps for itself")]
    [InlineData("ssm-{InstanceId}", "keeps for itself")]
    [InlineData("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/{InstanceId}", "levels")]
    public void Parse_WhatParameterStoreRefuses_IsRefusedAtOnce(string template, string reason)
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => PasswordParameterName.Parse(template));
        Assert.Equal(ErrorCondition.ParameterInvalid, error.Condition);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Parse_TooLong_IsRefused() =>
        Assert.Throws<Ec2KeyPairException>(() => PasswordParameterName.Parse("/" + new string('x', 1000) + "/{InstanceId}"));
}
