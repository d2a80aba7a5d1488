using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Automation;

/// <summary>An Automation runbook. A new one is one file with a class like this, and its line in <see cref="Find"/>.</summary>
internal abstract class Runbook
{
    internal abstract string Name { get; }

    internal abstract IReadOnlyList<DocumentParameter> Parameters { get; }

    /// <summary>All steps, those of branches that are not taken too, with their actions.</summary>
    internal abstract IReadOnlyList<(string Name, string Action)> Steps { get; }

    /// <summary>What the execution returns, as STEP.OUTPUT.</summary>
    internal virtual IReadOnlyList<string> Outputs => [];

    internal static Runbook Find(string name, string version)
    {
        var bare = name.StartsWith("arn:", StringComparison.Ordinal) ? name[(name.LastIndexOf('/') + 1)..] : name;
        return bare == ResetAccess.Instance.Name
            ? ResetAccess.Instance
            : throw new AwsException("AutomationDefinitionNotFoundException", $"Automation Definition Not Found for Name: {name}, Version: {version}");
    }

    /// <summary>Goes through the steps. A step that fails and that the runbook does not go on after ends it with a <see cref="StepFailedException"/>.</summary>
    internal abstract Task RunAsync(PlayedAutomation execution);
}
