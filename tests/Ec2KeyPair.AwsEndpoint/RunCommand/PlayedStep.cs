namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>One step of a document on one instance: a plugin, in Run Command's words.</summary>
public sealed class PlayedStep
{
    internal PlayedStep(string name) => Name = name;

    public string Name { get; }

    /// <summary>Pending, InProgress, Success, Failed, TimedOut or Cancelled.</summary>
    public string Status { get; private set; } = "Pending";

    public string StatusDetails { get; private set; } = "Pending";

    /// <summary>The script's exit code; -1 until there is one.</summary>
    public int ResponseCode { get; private set; } = -1;

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    internal void Begin(DateTimeOffset now)
    {
        StartedAt = now;
        Status = StatusDetails = "InProgress";
    }

    internal void End(string status, string details, DateTimeOffset now, StepResult? result)
    {
        Status = status;
        StatusDetails = details;
        EndedAt = StartedAt is null ? null : now;
        if (result is not null)
        {
            ResponseCode = result.ExitCode;
            Output = result.Output;
            Error = result.Error;
        }
    }
}
