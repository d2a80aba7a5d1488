using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>The instances a command is for.</summary>
internal static class CommandTargets
{
    internal static IReadOnlyList<Instance> Resolve(JsonCall call, CommandRequest request, CommandDocument document)
    {
        if (request.InstanceIds.Count == 0 == (request.Targets.Count == 0))
        {
            throw new AwsException("ValidationException", request.Targets.Count == 0 ? "InstanceIds or Targets must be specified." : "InstanceIds and Targets cannot be specified together.");
        }

        var ids = request.InstanceIds;
        if (request.Targets.Any(target => IsIds(target.Key)))
        {
            ids = request.Targets.Count == 1 ? request.Targets[0].Values : throw new AwsException("ValidationException", "InstanceIds cannot be combined with other targets.");
        }

        return ids.Count > 0 ? ById(call, ids, document) : ByTag(call, request.Targets);
    }

    private static List<Instance> ById(JsonCall call, IReadOnlyList<string> ids, CommandDocument document)
    {
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
        {
            throw new AwsException("DuplicateInstanceId", "You can't specify a managed node ID in more than one association.");
        }

        var found = ids.Select(call.Region.Find).ToList();
        var bad = ids.Where((_, at) => found[at] is not { RegisteredAgent: not null } instance || (call.Region.Settings.RunCommand.RefuseUnreachable && !instance.IsReachable)).ToList();
        if (bad.Count > 0)
        {
            throw new AwsException("InvalidInstanceId", $"Instances [[{string.Join(", ", bad)}]] not in a valid state for account {call.Region.AccountId}");
        }

        foreach (var instance in found)
        {
            var platform = instance is WindowsInstance ? "Windows" : "Linux";
            if (!document.Platforms.Contains(platform))
            {
                throw new AwsException("UnsupportedPlatformType", $"Cannot perform operation for instance id {instance!.Id} of platform type {platform}");
            }
        }

        return found!;
    }

    /// <summary>All registered ones with every tag; those of another platform and those that are away are told by their invocations.</summary>
    private static List<Instance> ByTag(JsonCall call, IReadOnlyList<CommandTarget> targets)
    {
        foreach (var target in targets)
        {
            if (!target.Key.StartsWith("tag:", StringComparison.Ordinal) && target.Key != "tag-key")
            {
                throw new AwsException("InvalidTarget", $"Target key {target.Key} is not valid.");
            }
        }

        return [.. call.Region.Instances.Where(instance => instance.RegisteredAgent is not null && targets.All(target => Has(instance, target)))];
    }

    private static bool Has(Instance instance, CommandTarget target) => target.Key == "tag-key"
        ? target.Values.Any(name => instance.Tags[name] is not null)
        : instance.Tags[target.Key[4..]] is { } value && target.Values.Contains(value, StringComparer.Ordinal);

    private static bool IsIds(string key) => string.Equals(key, "InstanceIds", StringComparison.OrdinalIgnoreCase);
}
