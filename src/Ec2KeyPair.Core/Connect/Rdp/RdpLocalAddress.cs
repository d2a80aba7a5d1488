using System.Net;
using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>
/// A loopback address of an instance's own. mstsc keeps account and certificate by the address alone, so tunnels to
/// several instances must not end at the same one. On Windows all of 127.0.0.0/8 is this machine.
/// </summary>
internal static class RdpLocalAddress
{
    /// <summary>The same instance gets the same address each time, from 127.1.0.1 up.</summary>
    internal static IPAddress For(string instanceId)
    {
        var digest = Digests.Sha256(Encoding.ASCII.GetBytes(instanceId));
        return new IPAddress([127, (byte)(1 + (digest[0] % 254)), digest[1], (byte)(1 + (digest[2] % 254))]);
    }
}
