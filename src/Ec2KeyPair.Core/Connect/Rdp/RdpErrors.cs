using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>What goes wrong between this machine and an RDP server.</summary>
internal static class RdpErrors
{
    internal static Ec2KeyPairException NotReached(RdpAddress address, string why, Exception? cause = null) => new(
        ErrorCondition.RdpConnectionFailed,
        $"No RDP server answers at {address}: {Printable.Text(why).TrimEnd('.')}.",
        address.ToString(),
        "Check that Windows has started and that its firewall and security groups let port 3389 through, or go by -Via SessionManager.",
        cause);

    internal static Ec2KeyPairException NoRdp(RdpAddress address, string why) => new(
        ErrorCondition.RdpServerUnsupported,
        $"What answers at {address} is no RDP server: {why}.",
        address.ToString(),
        "Check the port (-Port).");

    internal static Ec2KeyPairException NoTls(RdpAddress address, string why) => new(
        ErrorCondition.RdpServerUnsupported,
        $"The RDP server at {address} can't prove its identity: {why}. Nothing was sent to it.",
        address.ToString(),
        "Set its security layer to Negotiate or SSL (TLS): Group Policy, Remote Desktop Session Host, Security.");

    internal static Ec2KeyPairException TlsFailed(RdpAddress address, Exception cause) => new(
        ErrorCondition.RdpServerUnsupported,
        $"TLS with the RDP server at {address} failed: {Printable.Text((cause.InnerException ?? cause).Message)}",
        address.ToString(),
        "Check the server's TLS versions and its certificate.",
        cause);
}
