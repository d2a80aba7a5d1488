using System.Collections;
using System.Management.Automation;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Parameters;

/// <summary>Tags to look for as people write them: <c>@{ team = 'web'; stage = 'test', 'prod' }</c>.</summary>
internal static class TagFilters
{
    /// <exception cref="Ec2KeyPairException">ParameterInvalid: two keys of the table are one of EC2.</exception>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(Hashtable tags) => tags
        .Cast<DictionaryEntry>()
        .GroupBy(tag => tag.Key.ToString()!, tag => Values(tag.Value), StringComparer.Ordinal)
        .ToDictionary(tag => tag.Key, Single, StringComparer.Ordinal);

    private static IReadOnlyList<string> Values(object? value) => value switch
    {
        null => [""],
        PSObject { BaseObject: not PSCustomObject } wrapped => Values(wrapped.BaseObject),
        string text => [text],
        IEnumerable many => many.Cast<object?>().SelectMany(Values).ToList(),
        _ => [value.ToString() ?? ""],
    };

    private static IReadOnlyList<string> Single(IGrouping<string, IReadOnlyList<string>> tag) => tag.Count() == 1
        ? tag.First()
        : throw new Ec2KeyPairException(ErrorCondition.ParameterInvalid, $"-Tag has the key '{tag.Key}' twice.", tag.Key);
}
