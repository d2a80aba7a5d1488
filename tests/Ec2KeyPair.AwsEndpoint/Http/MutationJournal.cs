using System.Collections.Concurrent;

namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>A call that has changed something, whether or not its answer arrived.</summary>
public sealed record Mutation(string Service, string Action, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    public string? this[string name] => Parameters.FirstOrDefault(parameter => parameter.Key == name).Value;
}

/// <summary>Every call that changed something, in the order of taking effect. Reading calls and refused ones are not in it.</summary>
public sealed class MutationJournal
{
    private static readonly string[] Reading = ["Describe", "Get", "List", "AssumeRole"];
    private readonly ConcurrentQueue<Mutation> _all = new();

    public IReadOnlyList<Mutation> All => [.. _all];

    /// <summary>The names of the actions, in order.</summary>
    public IReadOnlyList<string> Actions => [.. _all.Select(mutation => mutation.Action)];

    public void Clear() => _all.Clear();

    internal void Count(string service, string action, AwsRequest request)
    {
        if (!Reading.Any(beginning => action.StartsWith(beginning, StringComparison.Ordinal))) _all.Enqueue(new Mutation(service, action, request.Parameters.Items));
    }
}
