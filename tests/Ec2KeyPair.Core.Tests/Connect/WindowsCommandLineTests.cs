using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.Tests.Connect;

public sealed class WindowsCommandLineTests
{
    // Expected strings: Microsoft C++ documentation, "Parsing C command-line arguments".
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("C:\\dir\\", "C:\\dir\\")]
    [InlineData("C:\\my dir\\", "\"C:\\my dir\\\\\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    public void Join_Argument_IsQuotedAsTheRuntimeSplits(string argument, string expected) =>
        Assert.Equal("ssh " + expected, WindowsCommandLine.Join(["ssh", argument]));
}
