using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Connect.Rdp.FreeRdp;
using Ec2KeyPair.Core.Connect.Rdp.Mstsc;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>Finds this machine's remote desktop client.</summary>
public static class RdpClients
{
    /// <summary>mstsc on Windows, FreeRDP elsewhere.</summary>
    /// <exception cref="Ec2KeyPairException">RdpClientNotFound; DisplayNotFound: it would have no screen to show anything on.</exception>
    public static IRdpClient Find() => Platform.IsWindows
        ? MstscClient.Find()
        : new FreeRdpClient(FreeRdpProgram.Find(
            Environment.GetEnvironmentVariable, File.Exists, RuntimeInformation.IsOSPlatform(OSPlatform.OSX)));
}
