namespace Ec2KeyPair.Core.Sessions.Diagnosis;

/// <summary>What an agent can do, by its version, as the official client decides it (session-manager-plugin, src/version).</summary>
internal static class AgentFeatures
{
    private const string Forwarding = "LocalPortForwarding";
    private static readonly Version LastWithoutMux = new(3, 0, 196, 0);
    private static readonly Version LastWithKeepAlive = new(3, 1, 1511, 0);

    /// <summary>Port sessions carry smux; both sides must come to the same answer.</summary>
    internal static bool IsMultiplexed(SessionFacts facts) =>
        facts.PortType == Forwarding && Version.TryParse(facts.AgentVersion, out var version) && version > LastWithoutMux;

    /// <summary>The agent cuts a multiplexed session that sends no keep-alive.</summary>
    internal static bool NeedsKeepAlive(SessionFacts facts) =>
        IsMultiplexed(facts) && Version.Parse(facts.AgentVersion) <= LastWithKeepAlive;
}
