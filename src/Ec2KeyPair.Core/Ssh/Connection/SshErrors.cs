using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Text;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>What SSH.NET throws, as errors of this module.</summary>
internal static class SshErrors
{
    /// <summary>
    /// True for whatever SSH.NET throws: for connections that break, are cut or are refused; and what a server that does not
    /// behave makes it throw can be anything (InvalidOperationException, NotSupportedException, ArgumentException ...).
    /// </summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="cancel">Who gave up; a cancellation of anybody else is SSH.NET's own.</param>
    internal static bool IsOfConnection(Exception error, CancellationToken cancel = default) =>
        error is not Ec2KeyPairException && !(error is OperationCanceledException && cancel.IsCancellationRequested);

    /// <summary>The error of a connection that could not be made.</summary>
    internal static Ec2KeyPairException NotConnected(string instanceId, string destination, Exception cause) => new(
        ErrorCondition.HostUnreachable,
        cause is SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed }
            ? $"{instanceId} ({destination}) and this module have no way of SSH in common: {Printable.Text(cause.Message)}"
            : $"No SSH connection with {instanceId} ({destination}): {Printable.Text(cause.Message)}",
        instanceId,
        "Check that an SSH server (OpenSSH 6.7 or later) listens there; give its port with -Port.",
        cause);

    /// <summary>The error of a server that one can log in to, and that serves no files.</summary>
    internal static Ec2KeyPairException NoSftp(string instanceId, Exception cause) => new(
        ErrorCondition.RemoteFileFailed,
        $"The SSH server of {instanceId} does not serve files (SFTP): {Printable.Text(cause.Message)}",
        instanceId,
        "Give its sshd_config a line 'Subsystem sftp internal-sftp', or log in as another account (-UserName).",
        cause);

    /// <summary>The error of a connection that took too long.</summary>
    internal static Ec2KeyPairException TooLate(string instanceId, TimeSpan limit, Exception cause) => new(
        ErrorCondition.HostUnreachable,
        $"{instanceId} was not reached and logged in to within {limit.TotalSeconds:0} s.",
        instanceId,
        "Check its security group, network ACL and routes, and that sshd is not overloaded; with its agent online, -Via SessionManager goes another way.",
        cause);

    /// <summary>The error of a connection that broke while it was used.</summary>
    internal static Ec2KeyPairException Lost(string instanceId, string what, Exception? cause) => new(
        ErrorCondition.ConnectionLost,
        $"The connection with {instanceId} broke{(cause is null ? "" : $" ({Printable.Text(cause.Message)})")}; {what}",
        instanceId,
        "Look at the instance before doing it again.",
        cause);

    /// <summary>The error of a login that the server refused.</summary>
    internal static Ec2KeyPairException Refused(string instanceId, string userName, LoginKeySet keys, string? suggestion, Exception cause) => new(
        ErrorCondition.LoginRefused,
        $"{instanceId} does not let '{Printable.Text(userName)}' in with {keys.Names} ({Printable.Text(cause.Message)}).",
        instanceId,
        (suggestion is null ? "Give the account with -UserName" : $"Try -UserName {suggestion}") + $", or {keys.Mend}.",
        cause);
}
