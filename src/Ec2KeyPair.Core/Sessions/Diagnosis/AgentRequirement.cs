using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Diagnosis;

/// <summary>Which agent a kind of session needs (Systems Manager User Guide, "Starting a session").</summary>
internal static class AgentRequirement
{
    /// <summary>The error when this agent is too old for the request; null when it is not, or its version is unknown.</summary>
    internal static Ec2KeyPairException? Unmet(SessionRequest request, string agentVersion)
    {
        if (Least(request.Document) is not { } least || !Version.TryParse(agentVersion, out var version)) return null;
        return version >= least ? null : new(
            ErrorCondition.AgentTooOld,
            $"The agent of {request.Target} is version {version}; {request.Document} needs {least} or later.",
            request.Target,
            "Update it: Send-SSMCommand -DocumentName AWS-UpdateSSMAgent.");
    }

    // An older agent does not know "host" and would connect to the instance's own port instead.
    private static Version? Least(string? document) => document switch
    {
        SessionDocuments.RemotePort => new Version(3, 1, 1374, 0),
        SessionDocuments.Port or SessionDocuments.Ssh => new Version(2, 3, 672, 0),
        _ => null,
    };
}
