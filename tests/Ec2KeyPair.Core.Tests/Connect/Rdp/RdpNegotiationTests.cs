using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

public sealed class RdpNegotiationTests
{
    private static readonly RdpAddress Address = new("192.0.2.7", 3389);

    [Fact]
    public void Request_Bytes_AreTheExampleOfTheSpecificationWithoutACookie() =>
        // MS-RDPBCGR 4.1.1 has such a request, with a cookie before the negotiation.
        Assert.Equal("030000130EE000000000000100080003000000", Convert.ToHexString(RdpNegotiation.Request));

    [Theory]
    [InlineData("030000130ED000001234000209080002000000", RdpSecurity.CredSsp)] // Windows Server 2022
    [InlineData("030000130ED000001234000200080001000000", RdpSecurity.Tls)] // xrdp 0.9.21
    public void Read_RecordedAnswer_IsTheSecurityChosen(string hex, RdpSecurity security) => Assert.Equal(security, Read(hex));

    [Theory]
    [InlineData("0300000B06D00000123400", "no TLS")] // MS-RDPBCGR 2.2.1.2: a server of before the negotiation
    [InlineData("030000130ED000001234000200080000000000", "no TLS")] // PROTOCOL_RDP chosen
    [InlineData("030000130ED000001234000300080002000000", "SSL_NOT_ALLOWED_BY_SERVER")]
    [InlineData("030000130ED000001234000300080003000000", "SSL_CERT_NOT_ON_SERVER")]
    [InlineData("030000130ED0000012340003000800FFFFFFFF", "4294967295")]
    [InlineData("030000130ED000001234000200080008000000", "was not asked for")] // PROTOCOL_HYBRID_EX
    [InlineData("030000130ED000001234000200080003000000", "was not asked for")]
    [InlineData("030000130ED000001234000400080001000000", "was not asked for")]
    [InlineData("030000130ED000001234000200070001000000", "right length")]
    [InlineData("030000130ED000001234000200080101000000", "right length")]
    [InlineData("030000120DD0000012340002000800010000", "right length")]
    [InlineData("030000130FD000001234000200080001000000", "X.224")] // a length that is not the message's
    [InlineData("030000130EE000001234000200080001000000", "X.224")] // a request for an answer
    [InlineData("0300000500", "X.224")]
    [InlineData("0300000400", "X.224")]
    [InlineData("0300FFFF00", "X.224")]
    [InlineData("0300004100", "X.224")]
    [InlineData("485454502F312E3120343030", "X.224")] // HTTP/1.1 400
    [InlineData("5353482D322E302D4F70656E", "X.224")] // SSH-2.0-Open
    public void Read_AnythingElse_IsAnErrorThatSaysWhy(string hex, string why)
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => Read(hex));
        Assert.Equal(ErrorCondition.RdpServerUnsupported, error.Condition);
        Assert.Contains(why, error.Message);
        Assert.Contains("192.0.2.7:3389", error.Message);
        Assert.NotNull(error.Mend);
    }

    [Fact]
    public void Read_AnyBytes_AreAnErrorOrASecurity()
    {
        var random = new Random(4);
        var valid = Convert.FromHexString("030000130ED000001234000209080002000000");
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = new byte[random.Next(4, 80)];
            random.NextBytes(bytes);
            if (random.Next(4) > 0) valid.AsSpan(0, Math.Min(valid.Length, bytes.Length)).CopyTo(bytes);
            for (var flips = random.Next(4); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Assert.True(Enum.IsDefined(Read(Convert.ToHexString(bytes))));
            }
            catch (Ec2KeyPairException e)
            {
                Assert.Equal(ErrorCondition.RdpServerUnsupported, e.Condition);
            }
        }
    }

    // As the probe does: the header says how much follows, and so much is read.
    private static RdpSecurity Read(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var rest = new byte[RdpNegotiation.RestOf(bytes[..RdpNegotiation.HeaderLength], Address)];
        var there = bytes.AsSpan(RdpNegotiation.HeaderLength);
        there[..Math.Min(there.Length, rest.Length)].CopyTo(rest);
        return RdpNegotiation.Read(rest, Address);
    }
}
