using System.Net;

namespace Ec2KeyPair.Core.Access;

/// <summary>Tries ports from this machine.</summary>
public interface IPortProbe
{
    /// <summary>Connects, and closes the connection again. Cancel it to give up.</summary>
    Task<PortAnswer> TryAsync(IPAddress address, int port, CancellationToken cancel);

    /// <summary>The address of this machine from which it would send to that address; null where there is no way to it. Nothing is sent.</summary>
    IPAddress? AddressTowards(IPAddress address);
}
