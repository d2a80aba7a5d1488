using System.Runtime.InteropServices;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>The terminal of this process.</summary>
public static class LocalTerminal
{
    /// <summary>Opens it; the caller has made sure that keyboard and screen are one.</summary>
    public static ITerminal Open() =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? new WindowsTerminal() : new UnixTerminal();
}
