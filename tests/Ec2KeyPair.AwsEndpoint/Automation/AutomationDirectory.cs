using System.Collections.Concurrent;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Automation;

/// <summary>The executions of one account in one Region.</summary>
public sealed class AutomationDirectory : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, PlayedAutomation> _executions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<PlayedAutomation> _ordered = new();
    private readonly Dictionary<string, PlayedAutomation> _byClientToken = new(StringComparer.Ordinal);
    private readonly RegionState _region;

    internal AutomationDirectory(RegionState region) => _region = region;

    /// <summary>In the order of starting; those that were started by another one too.</summary>
    public IReadOnlyList<PlayedAutomation> All => [.. _ordered];

    public PlayedAutomation? Find(string id) => _executions.GetValueOrDefault(id);

    public async ValueTask DisposeAsync()
    {
        foreach (var execution in _ordered)
        {
            await execution.DisposeAsync();
        }
    }

    /// <summary>Starts it, unless the same client token has started it before.</summary>
    internal PlayedAutomation Start(PlayedAutomation execution, string? clientToken)
    {
        lock (_gate)
        {
            if (clientToken is not null && _byClientToken.TryGetValue(clientToken, out var earlier))
            {
                return earlier.DocumentName == execution.DocumentName && Same(earlier.Given, execution.Given)
                    ? earlier
                    : throw new AwsException("IdempotentParameterMismatch", "Parameters in the request do not match those of the earlier request with this client token.");
            }

            if (_ordered.Count(one => !one.HasEnded && one.ParentId is null) >= _region.Settings.Automation.ExecutionLimit)
            {
                throw new AwsException("AutomationExecutionLimitExceededException", "The number of simultaneously running Automation executions exceeded the allowable limit.");
            }

            if (clientToken is not null)
            {
                _byClientToken.Add(clientToken, execution);
            }
        }

        Add(execution);
        execution.Start();
        return execution;
    }

    internal void Add(PlayedAutomation execution)
    {
        _executions[execution.Id] = execution;
        _ordered.Enqueue(execution);
    }

    private static bool Same(IReadOnlyDictionary<string, IReadOnlyList<string>> one, IReadOnlyDictionary<string, IReadOnlyList<string>> other) =>
        one.Count == other.Count && one.All(parameter => other.TryGetValue(parameter.Key, out var values) && values.SequenceEqual(parameter.Value));
}
