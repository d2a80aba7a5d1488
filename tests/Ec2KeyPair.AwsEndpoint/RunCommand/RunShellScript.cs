using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>AWS-RunShellScript: the script is really run, in the home folder of the instance.</summary>
internal sealed class RunShellScript : CommandDocument
{
    internal override string Name => "AWS-RunShellScript";

    internal override IReadOnlyList<string> Platforms { get; } = ["Linux", "MacOS"];

    internal override IReadOnlyList<DocumentParameter> Parameters { get; } = [new("commands", IsList: true), new("workingDirectory", ""), DocumentParameter.ExecutionTimeout];

    internal override IReadOnlyList<string> Steps { get; } = ["aws:runShellScript"];

    internal override Task<StepResult> RunAsync(string step, AgentJob job, CancellationToken cancel) =>
        new ShellRun((LinuxInstance)job.Instance, job).RunAsync(cancel);
}
