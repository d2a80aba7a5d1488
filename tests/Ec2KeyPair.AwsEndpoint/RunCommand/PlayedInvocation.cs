using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>A command on one instance: waits for its agent, runs the document's steps there, and is ended by a result, a cancel or a timeout.</summary>
public sealed class PlayedInvocation : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly PlayedCommand _command;
    private readonly CancellationTokenSource _cancel = new();

    internal PlayedInvocation(PlayedCommand command, Instance instance)
    {
        _command = command;
        Instance = instance;
        Steps = [.. command.Document.Steps.Select(name => new PlayedStep(name))];
    }

    public Instance Instance { get; }

    /// <summary>Pending, InProgress, Delayed, Success, Failed, TimedOut, Cancelled or Cancelling.</summary>
    public string Status { get; private set; } = "Pending";

    /// <summary>Like the status, but DeliveryTimedOut, ExecutionTimedOut, Terminated or InvalidPlatform where it is one of these.</summary>
    public string StatusDetails { get; private set; } = "Pending";

    public IReadOnlyList<PlayedStep> Steps { get; }

    public bool HasEnded => Status is "Success" or "Failed" or "TimedOut" or "Cancelled";

    private TimeProvider Time => Instance.Region.Cloud.Time;

    public void Dispose() => _cancel.Dispose();

    /// <summary>Runs it to its end. Never throws.</summary>
    internal async Task RunAsync()
    {
        try
        {
            await DeliverAsync();
            foreach (var step in Steps)
            {
                if (!await RunAsync(step))
                {
                    return;
                }
            }

            End("Success", "Success");
        }
        catch (OperationCanceledException)
        {
            End("Cancelled", "Cancelled");
        }
    }

    /// <summary>What is not running yet ends at once, what runs is stopped.</summary>
    internal void Cancel()
    {
        lock (_gate)
        {
            if (HasEnded)
            {
                return;
            }

            if (Status == "InProgress")
            {
                Status = StatusDetails = "Cancelling";
            }
            else
            {
                End("Cancelled", "Cancelled");
            }
        }

        // Outside of the lock: whoever waits for this may go on right here.
        _cancel.Cancel();
    }

    /// <summary>After the command's time nothing is waited for any more; a result that comes later is of no interest.</summary>
    internal void Expire()
    {
        if (End("TimedOut", "DeliveryTimedOut"))
        {
            _cancel.Cancel();
        }
    }

    /// <summary>False when it had ended already.</summary>
    internal bool End(string status, string details)
    {
        lock (_gate)
        {
            if (HasEnded)
            {
                return false;
            }

            foreach (var step in Steps.Where(step => step.Status is "Pending" or "InProgress"))
            {
                step.End(status, details, Time.GetUtcNow(), null);
            }

            _command.Count(details);
            Status = status;
            StatusDetails = details;
            return true;
        }
    }

    private async Task DeliverAsync()
    {
        await Task.Delay(_command.Settings.DeliveryDelay, Time, _cancel.Token);
        while (!Instance.IsReachable)
        {
            Set("Delayed");
            await WaitAsync();
        }

        Set("InProgress");
        await Task.Delay(Instance.SsmAgent!.Faults.CommandDelay, Time, _cancel.Token);
    }

    /// <summary>False when this step was the last one that counts.</summary>
    private async Task<bool> RunAsync(PlayedStep step)
    {
        var faults = Instance.SsmAgent!.Faults;
        await LoseConnectionAsync(ConnectionLoss.BeforeTheScript);
        lock (_gate)
        {
            _cancel.Token.ThrowIfCancellationRequested();
            step.Begin(Time.GetUtcNow());
        }

        var job = new AgentJob(Instance, _command.Id, _command.Values, _command.Settings);
        using var timeout = new CancellationTokenSource(_command.Document.TimeoutOf(_command.Values), Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, timeout.Token);
        var result = faults.HasNoScriptHost
            ? new StepResult(1, "", "failed to run commands: exec: no script host: executable file not found")
            : await _command.Document.RunAsync(step.Name, job, both.Token);
        await LoseConnectionAsync(ConnectionLoss.AfterTheScript);
        result = faults.MangleOutput is { } mangle ? result with { Output = mangle(result.Output) } : result;
        lock (_gate)
        {
            if (HasEnded)
            {
                return false;
            }

            var (status, details) = both.IsCancellationRequested
                ? _cancel.IsCancellationRequested ? ("Cancelled", "Cancelled") : ("TimedOut", "ExecutionTimedOut")
                : result.ExitCode == 0 ? ("Success", "Success") : ("Failed", "Failed");
            step.End(status, details, Time.GetUtcNow(), result);
            return status == "Success" || !End(status, details);
        }
    }

    /// <summary>From here on the agent reports nothing; the command's time runs out, if nobody cancels it before.</summary>
    private async Task LoseConnectionAsync(ConnectionLoss moment)
    {
        if (Instance.SsmAgent!.Faults.LosesConnection != moment)
        {
            return;
        }

        Instance.SsmAgent.PingStatus = "ConnectionLost";
        while (true)
        {
            await WaitAsync();
        }
    }

    private async Task WaitAsync()
    {
        if (Time.GetUtcNow() >= _command.ExpiresAt)
        {
            Expire();
        }

        await Task.Delay(Poll, _cancel.Token);
    }

    private void Set(string status)
    {
        lock (_gate)
        {
            if (!HasEnded && Status != "Cancelling")
            {
                Status = StatusDetails = status;
            }
        }
    }
}
