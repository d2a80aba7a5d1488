namespace Ec2KeyPair.AwsEndpoint.Automation;

/// <summary>One step of an execution.</summary>
public sealed class AutomationStep
{
    internal AutomationStep(string name, string action)
    {
        Name = name;
        Action = action;
    }

    public string Name { get; }

    /// <summary>E.g. aws:executeAwsApi.</summary>
    public string Action { get; }

    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Pending, InProgress, Success, Failed or Cancelled; a step that is never reached stays Pending.</summary>
    public string Status { get; private set; } = "Pending";

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public IReadOnlyDictionary<string, string> Outputs { get; private set; } = new Dictionary<string, string>();

    public string? FailureMessage { get; private set; }

    internal void Begin(DateTimeOffset now)
    {
        StartedAt = now;
        Status = "InProgress";
    }

    internal void End(string status, DateTimeOffset now, IReadOnlyDictionary<string, string>? outputs, string? failure)
    {
        EndedAt = now;
        Outputs = outputs ?? Outputs;
        FailureMessage = failure;
        Status = status;
    }
}
