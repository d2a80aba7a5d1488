using System.Globalization;

namespace Ec2KeyPair.Core.Tests.Store;

/// <summary>How much of a long test is run: a quarter against the desktop build, more by an environment variable.</summary>
internal static class TestSize
{
    internal static int Of(string variable, int usual)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } asked) return int.Parse(asked, CultureInfo.InvariantCulture);
#if DESKTOP_CORE
        return Math.Max(1, usual / 4);
#else
        return usual;
#endif
    }
}
