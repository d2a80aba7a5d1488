using System.Globalization;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>A Command document. A new one is one file with a class like this, and its line in <see cref="Known"/>.</summary>
internal abstract class CommandDocument
{
    private static readonly CommandDocument[] Known = [new RunShellScript(), new RunPowerShellScript(), new RunEc2Rescue()];

    internal abstract string Name { get; }

    /// <summary>"Linux", "Windows"; AWS refuses instances of others.</summary>
    internal abstract IReadOnlyList<string> Platforms { get; }

    internal abstract IReadOnlyList<DocumentParameter> Parameters { get; }

    /// <summary>The steps in their order, named as GetCommandInvocation's PluginName.</summary>
    internal abstract IReadOnlyList<string> Steps { get; }

    /// <summary>The document of that name or public ARN.</summary>
    internal static CommandDocument Find(string name)
    {
        var bare = name.StartsWith("arn:", StringComparison.Ordinal) ? name[(name.LastIndexOf('/') + 1)..] : name;
        return Array.Find(Known, document => document.Name == bare)
            ?? throw new AwsException("InvalidDocument", $"Document with name {name} does not exist.");
    }

    /// <summary>How long a step may run: executionTimeout, which the agent takes for its default when it is under 5 s.</summary>
    internal virtual TimeSpan TimeoutOf(IReadOnlyDictionary<string, IReadOnlyList<string>> parameters)
    {
        var seconds = parameters.TryGetValue(DocumentParameter.ExecutionTimeout.Name, out var value) ? int.Parse(value[0], NumberStyles.None, CultureInfo.InvariantCulture) : 3600;
        return TimeSpan.FromSeconds(seconds < 5 ? 3600 : seconds);
    }

    /// <summary>Runs a step on the instance. When cancelled it stops what it has started and returns what there is.</summary>
    internal abstract Task<StepResult> RunAsync(string step, AgentJob job, CancellationToken cancel);
}
