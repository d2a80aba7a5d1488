namespace Ec2KeyPair.Core.SshConfig;

/// <summary>Tells entries of one name apart by their instances' ids.</summary>
internal static class SshHostNames
{
    /// <summary>A name for each block, which no other has, whatever the case of its letters; null for those that have none.</summary>
    internal static IReadOnlyDictionary<string, string?> Of(IReadOnlyCollection<SshHostBlock> blocks)
    {
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var same in blocks.GroupBy(block => block.Alias ?? "", StringComparer.OrdinalIgnoreCase))
        {
            var isAlone = same.Count() == 1;
            foreach (var block in same) names[block.InstanceId] = block.Alias is null || isAlone ? block.Alias : $"{block.Alias}-{block.InstanceId}";
        }

        // "web-i-0123456789abcdef0" may be somebody's tag too: then the id has to do.
        var taken = names.Values.Where(name => name is not null).GroupBy(name => name!, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Skip(1).Any()).Select(same => same.Key).ToList();
        return names.ToDictionary(
            name => name.Key,
            name => name.Value is not null && taken.Contains(name.Value, StringComparer.OrdinalIgnoreCase) ? null : name.Value,
            StringComparer.Ordinal);
    }
}
