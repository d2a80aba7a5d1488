using System.Net;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Tests.Ec2;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("0.0.0.0/0", "203.0.113.7", true)]
    [InlineData("203.0.113.0/24", "203.0.113.7", true)]
    [InlineData("203.0.113.0/24", "203.0.114.7", false)]
    [InlineData("203.0.113.7/32", "203.0.113.7", true)]
    [InlineData("203.0.113.7/32", "203.0.113.6", false)]
    [InlineData("10.0.0.128/25", "10.0.0.127", false)]
    [InlineData("10.0.0.128/25", "::ffff:10.0.0.129", true)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "203.0.113.7", false)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::1", false)]
    public void Contains_Address_IsThatOfTheRange(string range, string address, bool expected) =>
        Assert.Equal(expected, AddressRange.Parse(range)!.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("::/129")]
    [InlineData("x/8")]
    [InlineData("sg-0123456789abcdef0")]
    public void Parse_WhatIsNoRange_IsNull(string text) => Assert.Null(AddressRange.Parse(text));

    [Theory]
    [InlineData("tcp", 22, 22, 22, true)]
    [InlineData("6", 0, 65535, 22, true)]
    [InlineData("-1", null, null, 22, true)]
    [InlineData("udp", 22, 22, 22, false)]
    [InlineData("tcp", 23, 80, 22, false)]
    [InlineData("tcp", 1, 21, 22, false)]
    public void Covers_Port_IsWhatTheRuleSays(string protocol, int? from, int? to, int port, bool expected) =>
        Assert.Equal(expected, new IngressRule { Protocol = protocol, FromPort = from, ToPort = to }.Covers(port));
}
