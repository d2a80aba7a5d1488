namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>What running one step of a document gave.</summary>
internal sealed record StepResult(int ExitCode, string Output, string Error)
{
    /// <summary>What the agent reports for a script it had to kill: 128 + SIGKILL on Linux, -1 on Windows.</summary>
    internal const int StoppedOnLinux = 137;

    internal const int StoppedOnWindows = -1;
}
