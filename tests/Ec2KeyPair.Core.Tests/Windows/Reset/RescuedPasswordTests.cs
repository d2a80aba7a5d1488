using System.Net;
using System.Text;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class RescuedPasswordTests
{
    [Theory]
    [InlineData("Zq7!pass", "Zq7!pass", null)]
    [InlineData("Zq7!pass\r\n", "Zq7!pass", null)]
    [InlineData("{Zq7!pass", "{Zq7!pass", null)]
    [InlineData("\"quoted\"", "\"quoted\"", null)]
    [InlineData("12345", "12345", null)]
    [InlineData("{\"password\":\"Zq7!pass\"}", "Zq7!pass", null)]
    [InlineData("{\"Username\":\"Administrateur\",\"Password\":\"a\\\"b\\u00e9\"}", "a\"b\u00e9", "Administrateur")]
    [InlineData("{ \"meta\": {\"password\":\"inner\"}, \"list\":[1,2], \"password\": \"outer\", \"username\": 7 }", "outer", null)]
    [InlineData("{\"username\":\"DOMAIN\\\\admin\",\"password\":\"Zq7!pass\"}", "Zq7!pass", null)]
    public void Parse_EachForm_GivesThePassword(string value, string password, string? userName)
    {
        var found = RescuedPassword.Parse(Encoding.UTF8.GetBytes(value))!;
        Assert.Equal(password, new NetworkCredential("", found.Password).Password);
        Assert.Equal(userName, found.UserName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("{}")]
    [InlineData("{\"username\":\"Administrator\"}")]
    [InlineData("{\"password\":\"\"}")]
    public void Parse_NoPassword_IsNone(string value) => Assert.Null(RescuedPassword.Parse(Encoding.UTF8.GetBytes(value)));
}
