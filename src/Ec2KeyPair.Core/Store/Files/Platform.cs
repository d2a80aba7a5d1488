using System.Runtime.InteropServices;
#if NET
using System.Runtime.Versioning;
#endif

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Which family of operating systems this is.</summary>
internal static class Platform
{
#if NET
    [SupportedOSPlatformGuard("windows")]
#endif
    internal static bool IsWindows { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
}
