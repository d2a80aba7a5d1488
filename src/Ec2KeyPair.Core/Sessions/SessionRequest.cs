namespace Ec2KeyPair.Core.Sessions;

/// <summary>What to start a session with.</summary>
/// <param name="Target">The instance id.</param>
/// <param name="Document">The Session document, <c>AWS-StartSSHSession</c>; null for the account's default shell.</param>
/// <param name="Parameters">The document's parameters.</param>
/// <param name="Reason">Text for the session history; null for none.</param>
public sealed record SessionRequest(
    string Target, string? Document, IReadOnlyDictionary<string, string> Parameters, string? Reason = null)
{
    /// <summary>A shell.</summary>
    public static SessionRequest Shell(string target, string? document = null, string? reason = null) =>
        new(target, document, new Dictionary<string, string>(), reason);

    /// <summary>One raw stream to the instance's SSH server.</summary>
    public static SessionRequest Ssh(string target, int port, string? reason = null) =>
        new(target, SessionDocuments.Ssh, Parameter("portNumber", port), reason);

    /// <summary>Connections to a port of the instance.</summary>
    public static SessionRequest Port(string target, int port, int localPort, string? reason = null)
    {
        var parameters = Parameter("portNumber", port);
        parameters.Add("localPortNumber", Text(localPort));
        return new(target, SessionDocuments.Port, parameters, reason);
    }

    /// <summary>Connections to a port of a host that the instance reaches.</summary>
    public static SessionRequest RemotePort(string target, string host, int port, int localPort, string? reason = null)
    {
        var parameters = Parameter("portNumber", port);
        parameters.Add("localPortNumber", Text(localPort));
        parameters.Add("host", host);
        return new(target, SessionDocuments.RemotePort, parameters, reason);
    }

    /// <summary>A command without a terminal; its standard error and exit code come apart from its output.</summary>
    public static SessionRequest Command(string target, string command, string? reason = null) =>
        new(
            target,
            SessionDocuments.Command,
            new Dictionary<string, string> { ["command"] = command, ["separateOutputStream"] = "true" },
            reason);

    private static Dictionary<string, string> Parameter(string name, int value) => new() { [name] = Text(value) };

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The Session documents that AWS provides.</summary>
public static class SessionDocuments
{
    /// <summary>One raw stream to an SSH server.</summary>
    public const string Ssh = "AWS-StartSSHSession";

    /// <summary>Connections to a port of the instance.</summary>
    public const string Port = "AWS-StartPortForwardingSession";

    /// <summary>Connections to a port of another host.</summary>
    public const string RemotePort = "AWS-StartPortForwardingSessionToRemoteHost";

    /// <summary>A command without a terminal.</summary>
    public const string Command = "AWS-StartNonInteractiveCommand";
}
