using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.WindowsSide;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>AWS-RunPowerShellScript: the script is really run, by an engine that plays Windows PowerShell 5.1. AWS takes Linux too; the instances here have no pwsh.</summary>
internal sealed class RunPowerShellScript : CommandDocument
{
    internal override string Name => "AWS-RunPowerShellScript";

    internal override IReadOnlyList<string> Platforms { get; } = ["Windows", "Linux", "MacOS"];

    internal override IReadOnlyList<DocumentParameter> Parameters { get; } = [new("commands", IsList: true), new("workingDirectory", ""), DocumentParameter.ExecutionTimeout];

    internal override IReadOnlyList<string> Steps { get; } = ["aws:runPowerShellScript"];

    internal override async Task<StepResult> RunAsync(string step, AgentJob job, CancellationToken cancel)
    {
        if (job.Instance is not WindowsInstance windows)
        {
            return new StepResult(1, "", "failed to run commands: fork/exec /usr/bin/pwsh: no such file or directory");
        }

        if (job.Text("workingDirectory") is { Length: > 0 } folder)
        {
            // A played machine has no disk.
            return new StepResult(1, "", $"failed to run commands: chdir {folder}: The system cannot find the path specified.");
        }

        var result = await WindowsPowerShell.RunAsync(windows.Machine, job.Script, cancel);
        return cancel.IsCancellationRequested ? result : AgentOutput.WithExitStatus(result);
    }
}
