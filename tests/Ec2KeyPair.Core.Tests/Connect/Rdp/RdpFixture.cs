using System.Security;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

/// <summary>What the tests of remote desktops have in common.</summary>
internal static class RdpFixture
{
    internal const string Id = "i-0123456789abcdef0";
    internal const string Password = "Tq7;pass-Nobody-may-see";

    internal static RdpCertificate Certificate { get; } = new(
        "00112233445566778899AABBCCDDEEFF00112233",
        "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
        "CN=EC2AMAZ-ABC1234",
        new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    internal static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text) secure.AppendChar(character);
        return secure;
    }

    internal static RdpLogin Login(string account = "Administrator", string password = Password) =>
        new(RdpAccount.Parse(account), Secure(password), "the test says so");

    internal static RdpLaunch Launch(int port = 3389, RdpCertificate? certificate = null, RdpSecurity security = RdpSecurity.Tls) => new()
    {
        InstanceId = Id,
        Address = new RdpAddress("127.0.0.1", port),
        Login = Login(),
        Server = new RdpServer(certificate ?? Certificate, security),
        Title = "web 1 (" + Id + ")",
    };
}

/// <summary>An instance whose console output is this.</summary>
internal sealed class ConsoleOnly(string output) : IInstanceApi
{
    internal int Looks { get; private set; }

    public string Region => "eu-test-1";

    public IAsyncEnumerable<Ec2Instance> FindAsync(IReadOnlyCollection<InstanceFilter> filters, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel) => throw new NotSupportedException();

    public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel)
    {
        Looks++;
        return Task.FromResult(output);
    }
}
