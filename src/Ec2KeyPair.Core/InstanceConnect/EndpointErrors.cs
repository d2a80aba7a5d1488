using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>What goes wrong with a tunnel, with the mend where one can be seen.</summary>
internal static class EndpointErrors
{
    /// <summary>The service refused to open a tunnel.</summary>
    /// <param name="target">Where it was to lead.</param>
    /// <param name="status">HTTP status; null where it is not known.</param>
    /// <param name="code">The service's error code; empty where it said none.</param>
    /// <param name="message">The service's words.</param>
    internal static Ec2KeyPairException Refused(EndpointTarget target, int? status, string code, string message)
    {
        var said = Printable.Text(message.Length > 0 ? message : "it gave no reason");
        var reason = code.Length > 0 ? $"{said} ({Printable.Text(code)})" : said;
        return new Ec2KeyPairException(
            status is 401 or 403 ? ErrorCondition.AwsAccessDenied : ErrorCondition.ConnectEndpointRefused,
            $"{target.EndpointId} refused a tunnel to port {target.Port} of {target.InstanceId}"
                + (status is { } number ? $" (HTTP {number}): {reason}" : $": {reason}"),
            target.InstanceId,
            Mend(target, status));
    }

    /// <summary>The service reported an error in an open tunnel, or closed it for a reason.</summary>
    internal static Ec2KeyPairException Failed(EndpointTarget target, string reason, Exception? cause = null)
    {
        var isUnreachable = reason.Contains("onnect to target");
        return new Ec2KeyPairException(
            ErrorCondition.ConnectEndpointFailed,
            $"The tunnel through {target.EndpointId} to port {target.Port} of {target.InstanceId} ended: {Printable.Text(reason)}",
            target.InstanceId,
            isUnreachable
                ? $"Let the endpoint's security group or address in to port {target.Port} in the instance's security groups; check that something listens there."
                : null,
            cause);
    }

    // The endpoint carries only these two (EC2 User Guide, "Connect using EC2 Instance Connect Endpoint", limitations).
    private static string Mend(EndpointTarget target, int? status) => target.Port is not (22 or 3389)
        ? "An Instance Connect Endpoint carries ports 22 and 3389 only. Use -Via SessionManager for others."
        : status is 401 or 403
            ? "The caller needs the permission ec2-instance-connect:OpenTunnel on this endpoint, for this port, address and duration; check the machine's clock too."
            : "Check the endpoint's state and that it is in the instance's VPC.";
}
