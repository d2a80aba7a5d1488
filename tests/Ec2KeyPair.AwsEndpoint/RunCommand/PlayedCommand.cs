using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>A command that was sent: starts its invocations, no more at a time and none after more errors than it may.</summary>
public sealed class PlayedCommand : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly RegionState _region;
    private readonly int _concurrency;
    private readonly int _maxErrors;
    private int _next;
    private int _errors;
    private bool _isCancelled;

    internal PlayedCommand(RegionState region, CommandRequest request, CommandDocument document, IReadOnlyDictionary<string, IReadOnlyList<string>> values, IReadOnlyList<Instance> instances)
    {
        _region = region;
        Request = request;
        Document = document;
        Values = values;
        Settings = region.Settings.RunCommand;
        RequestedAt = region.Now;
        ExpiresAt = RequestedAt + TimeSpan.FromSeconds(request.TimeoutSeconds) + document.TimeoutOf(values);
        Invocations = [.. instances.Select(instance => new PlayedInvocation(this, instance))];
        _concurrency = RateLimit.Concurrency(request.MaxConcurrency, instances.Count);
        _maxErrors = RateLimit.Errors(request.MaxErrors, instances.Count);
    }

    public string Id { get; } = Guid.NewGuid().ToString();

    public CommandRequest Request { get; }

    public DateTimeOffset RequestedAt { get; }

    /// <summary>Its delivery timeout and its execution timeout after <see cref="RequestedAt"/>.</summary>
    public DateTimeOffset ExpiresAt { get; }

    public IReadOnlyList<PlayedInvocation> Invocations { get; }

    /// <summary>Ends when every invocation has ended.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public string Status => Summary.Status;

    public string StatusDetails => Summary.Details;

    internal CommandDocument Document { get; }

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; }

    internal RunCommandSettings Settings { get; }

    /// <summary>Failed and execution timed out; what was not delivered does not count.</summary>
    internal int Errors => Volatile.Read(ref _errors);

    internal (string Status, string Details) Summary
    {
        get
        {
            if (Invocations.Count == 0)
            {
                return ("Success", "NoInstancesInTag");
            }

            if (Invocations.Any(invocation => !invocation.HasEnded))
            {
                var status = _isCancelled ? "Cancelling" : Invocations.All(invocation => invocation.Status == "Pending") ? "Pending" : "InProgress";
                return (status, status);
            }

            return _isCancelled ? ("Cancelled", "Cancelled")
                : Errors > _maxErrors ? Invocations.Any(invocation => invocation.StatusDetails == "Failed") ? ("Failed", "Failed") : ("TimedOut", "ExecutionTimedOut")
                : Invocations.All(invocation => invocation.Status == "Success") ? ("Success", "Success")
                : Invocations.All(invocation => invocation.StatusDetails == "DeliveryTimedOut") ? ("TimedOut", "DeliveryTimedOut")
                : ("Failed", "Incomplete");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cancel(null);
        await Completion;
        foreach (var invocation in Invocations)
        {
            invocation.Dispose();
        }
    }

    /// <summary>Whether the service's readers see it already.</summary>
    internal bool IsVisible(DateTimeOffset now) => now >= RequestedAt + Settings.ConsistencyDelay;

    internal void Start() => Completion = Task.WhenAll(Enumerable.Range(0, Math.Min(_concurrency, Invocations.Count)).Select(_ => Task.Run(WorkAsync)));

    /// <summary>On these instances, or on all.</summary>
    internal void Cancel(IReadOnlyCollection<string>? instanceIds)
    {
        lock (_gate)
        {
            _isCancelled |= instanceIds is null;
        }

        foreach (var invocation in Invocations.Where(invocation => instanceIds is null || instanceIds.Contains(invocation.Instance.Id)))
        {
            invocation.Cancel();
        }
    }

    /// <summary>An invocation has ended so.</summary>
    internal void Count(string statusDetails)
    {
        if (statusDetails is "Failed" or "ExecutionTimedOut")
        {
            Interlocked.Increment(ref _errors);
        }
    }

    /// <summary>Ends what the clock has overtaken; readers call it, so that a clock that is set by hand is seen at once.</summary>
    internal void Refresh()
    {
        if (_region.Now >= ExpiresAt)
        {
            foreach (var invocation in Invocations)
            {
                invocation.Expire();
            }
        }
    }

    private async Task WorkAsync()
    {
        while (Next() is { } invocation)
        {
            await invocation.RunAsync();
        }
    }

    private PlayedInvocation? Next()
    {
        lock (_gate)
        {
            var isOver = Errors > _maxErrors;
            while (_next < Invocations.Count)
            {
                var invocation = Invocations[_next++];
                if (isOver)
                {
                    invocation.End("Cancelled", "Terminated");
                }
                else if (!Document.Platforms.Contains(invocation.Instance is WindowsInstance ? "Windows" : "Linux"))
                {
                    invocation.End("Failed", "InvalidPlatform");
                }
                else if (!invocation.HasEnded)
                {
                    return invocation;
                }
            }

            return null;
        }
    }
}
