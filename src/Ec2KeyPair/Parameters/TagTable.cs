using System.Collections;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Parameters;

/// <summary>Tags as people write them: <c>@{ team = 'web'; stage = 'prod' }</c>.</summary>
internal static class TagTable
{
    internal static IReadOnlyDictionary<string, string> Read(Hashtable? tags) => (tags ?? [])
        .Cast<DictionaryEntry>()
        .GroupBy(tag => tag.Key.ToString()!, tag => tag.Value?.ToString() ?? "", StringComparer.Ordinal)
        .ToDictionary(tag => tag.Key, Single, StringComparer.Ordinal);

    // @{ 1 = 'a' } and '1' are two keys of a Hashtable and one of EC2.
    private static string Single(IGrouping<string, string> tag) => tag.Count() == 1
        ? tag.First()
        : throw new Ec2KeyPairException(ErrorCondition.ParameterInvalid, $"-Tag has the key '{tag.Key}' twice.", tag.Key);
}
