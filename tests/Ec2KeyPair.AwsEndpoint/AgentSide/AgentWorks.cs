using System.Globalization;
using Ec2KeyPair.AwsEndpoint.Gateway;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>Chooses the work for a document.</summary>
internal static class AgentWorks
{
    // Up to this version agents knew one connection at a time.
    private static readonly Version LastBasic = new(3, 0, 196, 0);

    internal static IAgentWork Create(Agent agent, PlayedSession session, SessionDocument document) => document.SessionType switch
    {
        "Port" => Port(agent, session, document),
        "NonInteractiveCommands" => new CommandWork(
            agent, document.Parameters["command"], document.Parameters.GetValueOrDefault("separateOutputStream") == "true"),
        "InteractiveCommands" => new ShellWork(agent, session, document.Parameters["command"]),
        _ => new ShellWork(agent, session, null),
    };

    private static IAgentWork Port(Agent agent, PlayedSession session, SessionDocument document)
    {
        var properties = document.Properties!;
        var host = (string?)properties["host"];
        var asked = int.Parse((string)properties["portNumber"]!, CultureInfo.InvariantCulture);
        var port = session.Settings.Ports.GetValueOrDefault(asked, asked);
        if (host is null && asked == session.Target.ServerPort && session.Target.Server is { } server) port = server.Port;
        var destination = new PortDestination(host, host is null ? session.Target : null, port);
        if ((string?)properties["type"] != "LocalPortForwarding") return new RawPortWork(agent, destination, isStdio: true);
        return Version.Parse(session.Settings.AgentVersion) > LastBasic
            ? new MuxPortWork(agent, session, destination)
            : new RawPortWork(agent, destination, isStdio: false);
    }
}
