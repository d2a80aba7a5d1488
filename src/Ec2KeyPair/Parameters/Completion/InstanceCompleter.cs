using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>Completes instances: Name tags, and ids where there is no name, where several have it, or where an id is being typed.</summary>
public sealed class InstanceCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Find(CompletionWord word, CompletionRequest request)
    {
        var found = RunspaceInstances.Current.Find(word.Beginning, request.Text("Region"), request.Session());
        var names = found.Select(instance => instance.Name).OfType<string>().GroupBy(name => name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);
        var isId = word.Text.StartsWith("i-", StringComparison.Ordinal);
        return found
            .Select(instance => !isId && instance.Name is { Length: > 0 } name && names[name] == 1 && new CompletionItem(name, "").IsPresentable
                ? new CompletionItem(name, $"{instance.InstanceId}  {About(instance)}")
                : new CompletionItem(instance.InstanceId, $"{instance.Name}  {About(instance)}".Trim()))
            .GroupBy(item => item.Value, StringComparer.Ordinal)
            .Select(same => same.First())
            .OrderBy(item => item.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static string About(Ec2Instance instance) => $"{instance.State}  {instance.PlatformDetails}  {instance.PublicIpAddress ?? instance.PrivateIpAddress}".Trim();
}
