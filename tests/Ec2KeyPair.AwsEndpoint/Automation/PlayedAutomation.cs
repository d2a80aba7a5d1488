using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Automation;

/// <summary>An execution of a runbook: goes through its steps at the pace that is set, and can be stopped.</summary>
public sealed class PlayedAutomation : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancel;
    private bool _isStopped;

    internal PlayedAutomation(RegionState region, Runbook runbook, IReadOnlyDictionary<string, IReadOnlyList<string>> given, IReadOnlyDictionary<string, IReadOnlyList<string>> values, string executedBy, PlayedAutomation? parent = null)
    {
        Region = region;
        Runbook = runbook;
        Given = given;
        Values = values;
        ExecutedBy = executedBy;
        ParentId = parent?.Id;
        Settings = region.Settings.Automation;
        StartedAt = region.Now;
        Steps = [.. runbook.Steps.Select(step => new AutomationStep(step.Name, step.Action))];
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(parent?.Cancelled ?? CancellationToken.None);
    }

    public string Id { get; } = Guid.NewGuid().ToString();

    public string DocumentName => Runbook.Name;

    /// <summary>The parameters as they were given, without defaults.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Given { get; }

    public string ExecutedBy { get; }

    /// <summary>The execution that started this one, null when a caller did.</summary>
    public string? ParentId { get; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>InProgress, Success, Failed, Cancelling or Cancelled.</summary>
    public string Status { get; private set; } = "InProgress";

    public string? FailureMessage { get; private set; }

    public IReadOnlyList<AutomationStep> Steps { get; }

    /// <summary>The images that this execution has left behind.</summary>
    public IReadOnlyList<Image> Images { get; private set; } = [];

    /// <summary>Ends when the execution has ended, in whatever way.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public bool HasEnded => EndedAt is not null;

    internal RegionState Region { get; }

    internal Runbook Runbook { get; }

    internal AutomationSettings Settings { get; }

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; }

    internal CancellationToken Cancelled => _cancel.Token;

    public async ValueTask DisposeAsync()
    {
        TryStop();
        await Completion;
        _cancel.Dispose();
    }

    internal string Text(string parameter) => Values[parameter][0];

    internal AutomationStep Step(string name) => Steps.First(step => step.Name == name);

    internal void Start() => Completion = Task.Run(RunAsync);

    /// <summary>Somebody cancels it; false when it has ended already.</summary>
    public bool TryStop()
    {
        lock (_gate)
        {
            if (HasEnded)
            {
                return false;
            }

            _isStopped = true;
            Status = "Cancelling";
        }

        _cancel.Cancel();
        return true;
    }

    internal void Leave(Image image)
    {
        Region.Cloud.AddImage(image);
        Images = [.. Images, image];
    }

    /// <summary>One step: takes its time, does its work, and has its outputs; or fails, as told or by itself.</summary>
    internal async Task StepAsync(string name, Func<Task<IReadOnlyDictionary<string, string>?>> work)
    {
        var step = Step(name);
        Cancelled.ThrowIfCancellationRequested();
        step.Begin(Region.Now);
        try
        {
            await Task.Delay(Settings.StepDelay, Region.Cloud.Time, Cancelled);
            var outputs = Settings.FailingStep == name ? throw new StepFailedException("Told to fail") : await work();
            step.End("Success", Region.Now, outputs, null);
        }
        catch (StepFailedException failed)
        {
            step.End("Failed", Region.Now, null, $"Step fails when it is Execute/Cancelling action. {failed.Message}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.");
            throw;
        }
        catch (OperationCanceledException)
        {
            step.End("Cancelled", Region.Now, null, null);
            throw;
        }
    }

    internal async Task RunAsync()
    {
        var (status, failure) = ("Success", (string?)null);
        try
        {
            await Runbook.RunAsync(this);
        }
        catch (StepFailedException failed)
        {
            (status, failure) = ("Failed", failed.Message);
        }
        catch (OperationCanceledException)
        {
            status = "Cancelled";
        }

        lock (_gate)
        {
            Status = _isStopped ? "Cancelled" : status;
            FailureMessage = failure;
            EndedAt = Region.Now;
        }
    }
}
