using Ec2KeyPair.Core.Agent;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>What the running ssh-agent holds. One that is not there, or does not answer, holds nothing.</summary>
internal static class AgentKeys
{
    // sshd's MaxAuthTries is 6, and the first attempt is the one that asks for the methods.
    private const int MostOffered = 5;

    /// <summary>The agent's entry for this key, or null.</summary>
    internal static AgentIdentity? Holding(PublicKey key) => List().FirstOrDefault(identity => identity.PublicKey.Equals(key));

    /// <summary>As many of its keys as a server looks at.</summary>
    internal static IReadOnlyList<ISshSigner> Some() => List().Take(MostOffered).Select(identity => new AgentSigner(identity)).ToList();

    private static IReadOnlyList<AgentIdentity> List()
    {
        if (!SshAgent.IsThere) return [];
        try
        {
            using var agent = SshAgent.Connect();
            return agent.List();
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.SshAgentUnavailable)
        {
            return []; // Nobody asked for it: that a key is missing is the error to report.
        }
    }
}
