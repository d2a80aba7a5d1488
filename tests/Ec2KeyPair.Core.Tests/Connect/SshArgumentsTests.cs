using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.Tests.Connect;

public sealed class SshArgumentsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(false, "-v")]
    [InlineData(false, "-L", "8080:localhost:80")]
    [InlineData(false, "-p22", "-A")]
    [InlineData(false, "-vvL", "8080:localhost:80")]
    [InlineData(false, "--")]
    [InlineData(true, "uptime")]
    [InlineData(true, "-v", "uptime")]
    [InlineData(true, "-L", "8080:localhost:80", "uptime")]
    [InlineData(true, "-N", "-L", "8080:localhost:80")]
    [InlineData(true, "-fN")]
    [InlineData(true, "--", "uptime")]
    public void NeedNoTerminal_Arguments_AreReadAsSshReadsThem(bool expected, params string[] arguments) =>
        Assert.Equal(expected, SshArguments.NeedNoTerminal(arguments));
}
