using System.Collections;

namespace Ec2KeyPair.Parameters;

/// <summary>Tags as people write them: <c>@{ team = 'web'; stage = 'prod' }</c>.</summary>
internal static class TagTable
{
    internal static IReadOnlyDictionary<string, string> Read(Hashtable? tags) => (tags ?? [])
        .Cast<DictionaryEntry>()
        .ToDictionary(tag => tag.Key.ToString()!, tag => tag.Value?.ToString() ?? "", StringComparer.Ordinal);
}
