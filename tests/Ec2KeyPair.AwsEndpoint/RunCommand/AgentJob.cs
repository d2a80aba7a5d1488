using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>A command as an agent gets it: its own instance, and the document's parameters with their defaults.</summary>
internal sealed record AgentJob(Instance Instance, string CommandId, IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters, RunCommandSettings Settings)
{
    internal string Text(string parameter) => Parameters[parameter][0];

    /// <summary>The agent writes the lines of a script with nothing but a line feed between them.</summary>
    internal string Script => string.Join('\n', Parameters["commands"]) + "\n";
}
