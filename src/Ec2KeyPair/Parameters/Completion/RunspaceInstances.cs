using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>The instances that a runspace has seen in the last half minute.</summary>
/// <remarks>The table is the only thing shared; what it holds belongs to one runspace and goes when that goes.</remarks>
internal sealed class RunspaceInstances
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    private static readonly ConditionalWeakTable<Runspace, RunspaceInstances> Tables = new();
    private readonly PatientLooks<InstanceMatches> _looks = new(Lifetime);

    /// <summary>Pipeline thread: those of the runspace that this runs in.</summary>
    internal static RunspaceInstances Current => Tables.GetValue(Runspace.DefaultRunspace, _ => new RunspaceInstances());

    /// <summary>The instances that may be meant; none when they can't be had in time.</summary>
    internal IReadOnlyList<Ec2Instance> Find(string beginning, string? region, AwsSessionParameters session)
    {
        var account = KeyOf(region, session);
        var deadline = DateTime.UtcNow + PatientLooks<InstanceMatches>.Patience;
        if (Get(account, (search, stop) => search.FirstAsync(stop)) is not { } first) return [];
        if (first.IsComplete || beginning.Length == 0) return first.Instances;
        return Get(account + "\n" + beginning, (search, stop) => search.BeginningAsync(beginning, stop))?.Instances ?? [];

        InstanceMatches? Get(string key, Func<InstanceSearch, CancellationToken, Task<InstanceMatches>> find) =>
            _looks.Get(key, deadline - DateTime.UtcNow, () => LookAsync(region, session, find));
    }

    private static async Task<InstanceMatches?> LookAsync(
        string? region, AwsSessionParameters parameters, Func<InstanceSearch, CancellationToken, Task<InstanceMatches>> find)
    {
        using var limit = new CancellationTokenSource(LongestLook);
        using var session = AwsSession.Open(parameters);
        return await find(new InstanceSearch(session.Ec2(region).Instances), limit.Token);
    }

    // What tells one account and Region from another, and nothing secret.
    private static string KeyOf(string? region, AwsSessionParameters session) => string.Join("\n", new[]
    {
        region, session.StoredRegion, session.AccessKey, session.ProfileName, session.ProfileLocation, session.EndpointUrl,
        Identity(session.Credential), Identity(session.StoredCredentials),
        Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"), Environment.GetEnvironmentVariable("AWS_PROFILE"),
        Environment.GetEnvironmentVariable("AWS_REGION"), Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"),
        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL"), Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_EC2"),
    });

    private static string? Identity(object? value) =>
        value is null ? null : RuntimeHelpers.GetHashCode(value).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
