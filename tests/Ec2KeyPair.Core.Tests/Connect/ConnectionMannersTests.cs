using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Connect;

public sealed class ConnectionMannersTests
{
    [Theory]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "", ConnectionManner.ByPlatform)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Direct, "", ConnectionManner.ByPlatform)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Direct, "login", ConnectionManner.ByPlatform)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.SessionManager, "", ConnectionManner.Shell)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.SessionManager, "login", ConnectionManner.ByPlatform)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.SessionManager, "ssh", ConnectionManner.Ssh)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "ssh login", ConnectionManner.Ssh)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "rdp", ConnectionManner.Rdp)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.SessionManager, "rdp", ConnectionManner.Rdp)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "shell", ConnectionManner.Shell)]
    [InlineData(ConnectionProtocol.Ssh, ConnectionRoute.SessionManager, "", ConnectionManner.Ssh)]
    [InlineData(ConnectionProtocol.Rdp, ConnectionRoute.SessionManager, "", ConnectionManner.Rdp)]
    [InlineData(ConnectionProtocol.Rdp, ConnectionRoute.Auto, "rdp credential", ConnectionManner.Rdp)]
    [InlineData(ConnectionProtocol.Rdp, ConnectionRoute.Auto, "login first", ConnectionManner.Rdp)]
    [InlineData(ConnectionProtocol.Shell, ConnectionRoute.Auto, "", ConnectionManner.Shell)]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.SessionManager, "proxy login", ConnectionManner.Proxy)]
    [InlineData(ConnectionProtocol.Ssh, ConnectionRoute.Auto, "proxy", ConnectionManner.Proxy)]
    public void Choose_WishesThatGoTogether_IsTheirManner(ConnectionProtocol protocol, ConnectionRoute via, string wishes, ConnectionManner manner) =>
        Assert.Equal(manner, Choose(protocol, via, wishes));

    [Theory]
    [InlineData(ConnectionProtocol.Shell, ConnectionRoute.Auto, "login")]
    [InlineData(ConnectionProtocol.Shell, ConnectionRoute.Auto, "ssh")]
    [InlineData(ConnectionProtocol.Shell, ConnectionRoute.Auto, "rdp")]
    [InlineData(ConnectionProtocol.Shell, ConnectionRoute.Direct, "")]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Direct, "shell")]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Direct, "proxy")]
    [InlineData(ConnectionProtocol.Shell, ConnectionRoute.Auto, "proxy")]
    [InlineData(ConnectionProtocol.Rdp, ConnectionRoute.Auto, "proxy")]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "proxy rdp")]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "proxy shell")]
    [InlineData(ConnectionProtocol.Ssh, ConnectionRoute.Auto, "shell")]
    [InlineData(ConnectionProtocol.Ssh, ConnectionRoute.Auto, "rdp")]
    [InlineData(ConnectionProtocol.Rdp, ConnectionRoute.Auto, "shell")]
    [InlineData(ConnectionProtocol.Rdp, ConnectionRoute.Auto, "ssh")]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "rdp ssh")]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "rdp shell")]
    [InlineData(ConnectionProtocol.Auto, ConnectionRoute.Auto, "login shell")]
    [InlineData(ConnectionProtocol.Rdp, ConnectionRoute.Auto, "rdp credential first")]
    public void Choose_WishesThatContradict_AreRefused(ConnectionProtocol protocol, ConnectionRoute via, string wishes) =>
        Assert.Equal(ErrorCondition.ParameterInvalid, Assert.Throws<Ec2KeyPairException>(() => Choose(protocol, via, wishes)).Condition);

    private static ConnectionManner Choose(ConnectionProtocol protocol, ConnectionRoute via, string wishes)
    {
        var words = wishes.Split(' ');
        return ConnectionManners.Choose(protocol, via, words.Contains("proxy"), new ConnectionWishes
        {
            Login = words.Contains("login"),
            Ssh = words.Contains("ssh"),
            Rdp = words.Contains("rdp"),
            Shell = words.Contains("shell"),
            Credential = words.Contains("credential"),
            FirstPassword = words.Contains("first"),
        });
    }
}
